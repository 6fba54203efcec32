package io.lapidary.technique.biascorrection.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.technique.TechniqueResult;
import io.lapidary.api.work.Finding;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.annotation.Annotation;
import io.lapidary.model.annotation.Annotations;

/** Two layers with a RELU between, on inputs whose means are not zero: rounded weights shift the means of their outputs. */
class CorrectedMeansTest {
    private static final int HIDDEN = 24;
    private static final int OUTPUTS = 12;
    private static final Map<String, String> FOUR = Map.of("bits", "4");

    @TempDir
    Path folder;

    private final Random random = new Random(5);
    private Bench bench;
    private Path model;

    @BeforeEach
    void prepare() throws Exception {
        bench = new Bench(folder);
        var builder = new ModelBuilder("two");
        Tensor x = builder.input("x", TensorType.FLOAT32, 1, Bench.INPUTS);
        Tensor hidden = connected(builder, "first", x, HIDDEN, "RELU");
        model = bench.write(builder.output(connected(builder, "second", hidden, OUTPUTS, "NONE"))
                .build());
    }

    private Tensor connected(ModelBuilder builder, String name, Tensor data, int outputs, String fused) {
        int inputs = data.shape().last();
        Tensor made = builder.tensor(name, TensorType.FLOAT32, 1, outputs);
        builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .inputs(
                        data,
                        builder.constant(name + "/w", Shape.of(outputs, inputs), gaussian(outputs * inputs)),
                        builder.constant(name + "/b", Shape.of(outputs), gaussian(outputs)))
                .outputs(made)
                .option("fused_activation_function", fused)
                .append();
        return made;
    }

    private float[] gaussian(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    @Test
    void meansOfOutputsAreThoseOfTheModelAgain() throws Exception {
        Path corrected = bench.corrected(model, FOUR);
        double uncorrected = shift(model);
        assertThat(uncorrected).isGreaterThan(0.5);
        assertThat(shift(corrected)).isLessThan(1e-4);
    }

    /** Corrected by itself, the second layer knows nothing of what the first one's errors do behind the RELU. */
    @Test
    void layersBehindOthersAreCorrectedForWhatThoseDo() throws Exception {
        double alone = shift(bench.corrected(model, Map.of("bits", "4", "passes", "0")));
        assertThat(alone).isBetween(0.001, shift(model) / 2);
        assertThat(shift(bench.corrected(model, Map.of("bits", "4", "passes", "1"))))
                .isLessThan(alone / 10);
    }

    /** The largest difference between the model's means and those with rounded weights and the given model's biases. */
    private double shift(Path corrected) throws Exception {
        double[] wanted = bench.means(model);
        double[] means = bench.means(bench.rounded(corrected, "first/w", "second/w"));
        double largest = 0;
        for (int i = 0; i < wanted.length; i++) {
            largest = Math.max(largest, Math.abs(wanted[i] - means[i]));
        }
        return largest;
    }

    @Test
    void aSecondRunComesToTheSameBiases() throws Exception {
        Path once = bench.corrected(model, FOUR);
        Path twice = bench.corrected(once, FOUR);
        for (String name : new String[] {"first/b", "second/b"}) {
            float[] first = Bench.floats(once, name);
            assertThat(first).isNotEqualTo(Bench.floats(model, name));
            assertThat(Bench.floats(twice, name)).containsExactly(first, within(1e-5f));
        }
        assertThat(added(twice)).containsExactly(added(once), within(1e-5f));
    }

    @Test
    void laterStepsAreToldWhatWasAdded() throws Exception {
        Path corrected = bench.corrected(model, FOUR);
        float[] before = Bench.floats(model, "first/b");
        float[] after = Bench.floats(corrected, "first/b");
        float[] added = added(corrected);
        for (int c = 0; c < added.length; c++) {
            assertThat(after[c] - added[c]).isCloseTo(before[c], within(1e-5f));
        }
        assertThat(shiftOf(corrected).bits()).isEqualTo(4);
    }

    /** All weights of the first layer go up: its outputs' means rise by what that adds, and its biases fall by as much. */
    @Test
    void whatEarlierStepsDecidedIsCorrectedForAndPassedOn() throws Exception {
        float step = 0.5f;
        Model decided = TfliteReader.read(model);
        Tensor weights = decided.main().tensor("first/w").orElseThrow();
        int elements = HIDDEN * Bench.INPUTS;
        var up = new BitSet();
        up.set(0, elements);
        var scale = new Annotation.Scale(new float[] {step}, new long[1], 0);
        var rounding = new Annotation.Rounding(up, elements, 4);
        Annotations.read(decided)
                .update(weights, known -> known.with(scale).with(rounding))
                .write(ModelEditor.of(decided));
        Path corrected = bench.corrected(bench.write(decided), FOUR);
        float[] added = added(corrected);
        float[] exact = Bench.floats(model, "first/w");
        double[] means = Bench.means();
        for (int c = 0; c < HIDDEN; c++) {
            double expected = 0;
            for (int i = 0; i < Bench.INPUTS; i++) {
                float weight = exact[c * Bench.INPUTS + i];
                double integer = Math.max(-7, Math.min(7, Math.floor(weight / step) + 1));
                expected += means[i] * (weight - step * integer);
            }
            assertThat((double) added[c]).isCloseTo(expected, within(1e-3));
        }
        Model after = TfliteReader.read(corrected);
        var known = Annotations.read(after).of(after.main().tensor("first/w").orElseThrow());
        assertThat(known.find(Annotation.Rounding.class)).contains(rounding);
        assertThat(known.find(Annotation.Scale.class).orElseThrow().scale()).containsExactly(step);
    }

    /** The first layer reads the inputs, so that what is derived of it is exact. */
    @Test
    void withoutSamplesMeansAreDerived() throws Exception {
        var given = Map.of("bits", "4", "without_samples", "derive", "input_mean", "0.75");
        Path corrected = bench.apply(model, given, false).candidates().get(0).model();
        Tensor weights = TfliteReader.read(model).main().tensor("first/w").orElseThrow();
        float[] rounded = Bench.fourBits(weights);
        float[] exact = Bench.floats(model, "first/w");
        float[] added = added(corrected);
        for (int c = 0; c < HIDDEN; c++) {
            double expected = 0;
            for (int i = c * Bench.INPUTS; i < (c + 1) * Bench.INPUTS; i++) {
                expected += 0.75 * (exact[i] - rounded[i]);
            }
            assertThat((double) added[c]).isCloseTo(expected, within(1e-4));
        }
    }

    /** As behind a bank of filters: what they make lies above 0, and a LOG of less has no value. */
    @Test
    void whatALogarithmReadsIsNotShifted() throws Exception {
        var builder = new ModelBuilder("filters");
        Tensor x = builder.input("x", TensorType.FLOAT32, 1, Bench.INPUTS);
        Tensor sizes = connected(builder, "first", x, HIDDEN, "RELU");
        Tensor bank = builder.tensor("bank", TensorType.FLOAT32, 1, OUTPUTS);
        float[] filters = gaussian(OUTPUTS * HIDDEN);
        for (int i = 0; i < filters.length; i++) {
            filters[i] = Math.abs(filters[i]);
        }
        builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .inputs(
                        sizes,
                        builder.constant("second/w", Shape.of(OUTPUTS, HIDDEN), filters),
                        builder.constant("second/b", Shape.of(OUTPUTS), new float[OUTPUTS]))
                .outputs(bank)
                .append();
        Tensor above = builder.tensor("above", TensorType.FLOAT32, 1, OUTPUTS);
        builder.operator(BuiltinOperator.ADD)
                .inputs(bank, builder.constant("least", Shape.of(1), 1e-3f))
                .outputs(above)
                .append();
        Tensor logarithms = builder.tensor("logarithms", TensorType.FLOAT32, 1, OUTPUTS);
        builder.operator(BuiltinOperator.LOG).inputs(above).outputs(logarithms).append();
        Path read = bench.write(builder.output(logarithms).build());

        var result = bench.apply(read, FOUR, true);

        Path corrected = result.candidates().get(0).model();
        assertThat(Bench.floats(corrected, "second/b")).containsOnly(0);
        assertThat(Bench.floats(corrected, "first/b")).isNotEqualTo(Bench.floats(read, "first/b"));
        assertThat(result.findings())
                .filteredOn(finding -> finding.code().equals("read-above-zero"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("second/w", "LOG"));
    }

    @Test
    void withoutSamplesItIsRefused() {
        assertThatThrownBy(() -> bench.apply(model, FOUR, false))
                .isInstanceOf(LapidaryException.class)
                .hasMessageContaining("representative samples");
    }

    @Test
    void nothingIsShiftedWhereOutputsAreFartherWithIt() throws Exception {
        var builder = new ModelBuilder("reciprocal");
        Tensor x = builder.input("x", TensorType.FLOAT32, 1, Bench.INPUTS);
        TechniqueResult result =
                bench.apply(bench.write(builder.output(reciprocals(builder, x)).build()), FOUR, true);
        assertThat(result.findings()).extracting(Finding::code).containsExactly("correction-of-no-use");
        assertThat(result.findings().get(0).message()).contains("the error of the output 'reciprocals' would grow by");
        assertThat(result.candidates().get(0).measures()).containsEntry("corrected_layers", 0.0);
        assertThat(Bench.floats(result.candidates().get(0).model(), "b")).containsOnly(0);
    }

    /** Another output gains by the shift of its own layer, and keeps it, whatever the first would lose by its own. */
    @Test
    void whatOneOutputGainsIsNotAnothersLoss() throws Exception {
        var builder = new ModelBuilder("two");
        Tensor x = builder.input("x", TensorType.FLOAT32, 1, Bench.INPUTS);
        Tensor sums = builder.tensor("plain", TensorType.FLOAT32, 1, OUTPUTS);
        builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .inputs(
                        x,
                        builder.constant("plain/w", Shape.of(OUTPUTS, Bench.INPUTS), gaussian(OUTPUTS * Bench.INPUTS)),
                        builder.constant("plain/b", Shape.of(OUTPUTS), new float[OUTPUTS]))
                .outputs(sums)
                .append();
        builder.output(sums);
        TechniqueResult result =
                bench.apply(bench.write(builder.output(reciprocals(builder, x)).build()), FOUR, true);
        assertThat(result.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("correction-of-no-use");
            assertThat(finding.subject()).isEqualTo("reciprocals");
            assertThat(finding.message()).contains("1 of 2 biases were not shifted");
        });
        Path corrected = result.candidates().get(0).model();
        assertThat(Bench.floats(corrected, "b")).containsOnly(0);
        assertThat(Bench.floats(corrected, "plain/b")).doesNotContain(0);
    }

    /** Rounded weights keep sums of what is small in proportion; a shift, right on average, does not, and a reciprocal tells. */
    private Tensor reciprocals(ModelBuilder builder, Tensor x) {
        float[] first = new float[Bench.INPUTS];
        first[0] = 1;
        Tensor factor = builder.tensor("factor", TensorType.FLOAT32, 1, 1);
        builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .inputs(x, builder.constant("choice", Shape.of(1, Bench.INPUTS), first))
                .outputs(factor)
                .append();
        Tensor product = builder.tensor("product", TensorType.FLOAT32, 1, Bench.INPUTS);
        builder.operator(BuiltinOperator.MUL).inputs(x, factor).outputs(product).append();
        Tensor positive = builder.tensor("positive", TensorType.FLOAT32, 1, Bench.INPUTS);
        builder.operator(BuiltinOperator.ABS).inputs(product).outputs(positive).append();
        float[] weights = gaussian(OUTPUTS * Bench.INPUTS);
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.abs(weights[i]);
        }
        Tensor sums = builder.tensor("sums", TensorType.FLOAT32, 1, OUTPUTS);
        builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .inputs(
                        positive,
                        builder.constant("w", Shape.of(OUTPUTS, Bench.INPUTS), weights),
                        builder.constant("b", Shape.of(OUTPUTS), new float[OUTPUTS]))
                .outputs(sums)
                .append();
        Tensor reciprocals = builder.tensor("reciprocals", TensorType.FLOAT32, 1, OUTPUTS);
        builder.operator(BuiltinOperator.DIV)
                .inputs(builder.constant("one", Shape.of(1, 1), 1f), sums)
                .outputs(reciprocals)
                .append();
        return reciprocals;
    }

    private static float[] added(Path corrected) throws Exception {
        return shiftOf(corrected).added();
    }

    private static Annotation.BiasShift shiftOf(Path corrected) throws Exception {
        Model model = TfliteReader.read(corrected);
        return Annotations.read(model)
                .of(model.main().tensor("first/b").orElseThrow())
                .find(Annotation.BiasShift.class)
                .orElseThrow();
    }
}
