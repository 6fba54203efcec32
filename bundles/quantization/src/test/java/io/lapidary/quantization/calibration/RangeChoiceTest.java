package io.lapidary.quantization.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleSupplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.lapidary.api.engine.StatisticsResult.Extremes;
import io.lapidary.api.engine.StatisticsResult.Histogram;
import io.lapidary.api.engine.StatisticsResult.TensorSummary;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** Each method on distributions of which the right range is known. */
class RangeChoiceTest {
    private static final Levels INT8 = new Levels(-128, 127, false);
    private static final int COUNT = 400_000;
    private static final int SAMPLES = 100;

    private final Random random = new Random(11);

    @Test
    void minMaxTakesAllThatWasSeen() throws Exception {
        ValueRange range = range("min-max", summary(() -> random.nextGaussian(), 50));
        assertThat(range.max()).isEqualTo(50);
        assertThat(range.min()).isBetween(-6f, -4f);
    }

    @Test
    void movingAverageIsTheMeanOfTheEnds() throws Exception {
        var summary = new TensorSummary(
                -4, 8, -2.5, 5.5, Extremes.NONE, Extremes.NONE, 0, 0, List.of(), List.of(), Optional.empty(), 0);
        assertThat(range("moving-average", summary)).isEqualTo(new ValueRange(-2.5f, 5.5f));
    }

    @Test
    void percentileIsTheQuantileOfANormalDistribution() throws Exception {
        var summary = summary(() -> random.nextGaussian(), 50);
        assertThat(range("percentile", summary, "percentile", "99").max()).isCloseTo(2.576f, within(.06f));
        assertThat(range("percentile", summary, "percentile", "99.9").max()).isCloseTo(3.29f, within(.1f));
        assertThat(range("percentile", summary, "percentile", "99.9").min()).isCloseTo(-3.29f, within(.1f));
    }

    @ParameterizedTest
    @EnumSource
    void aUniformDistributionIsKeptWhole(CalibrationMethod method) throws Exception {
        ValueRange range = range(method.id(), summary(() -> 2 * random.nextDouble() - 1, 1));
        assertThat(range.min()).isCloseTo(-1, within(.02f));
        assertThat(range.max()).isCloseTo(1, within(.02f));
    }

    /** A lone outlier would take nearly all steps of what a hundred thousand others need. */
    @ParameterizedTest
    @EnumSource(names = {"KL", "KL_UNSATURATED", "PERCENTILE"})
    void aLoneOutlierIsClipped(CalibrationMethod method) throws Exception {
        ValueRange range = range(method.id(), summary(() -> random.nextGaussian(), 60));
        assertThat(range.max()).isBetween(2.5f, 40f);
        assertThat(range.min()).isBetween(-6f, -2.5f);
    }

    @Test
    void mseHasNoMoreErrorThanAnyOtherRange() throws Exception {
        float[] values = values(() -> Math.max(0, random.nextGaussian() + Math.pow(random.nextGaussian(), 3)), 120);
        ValueRange range = range("mse", summary(values));
        double chosen = weightedError(values, range.max());
        for (double max = 1; max <= range.max() + 40; max += .5) {
            assertThat(chosen).as("beside " + max).isLessThanOrEqualTo(1.02 * weightedError(values, max));
        }
        assertThat(weightedError(values, 60)).isGreaterThan(1.5 * chosen);
    }

    /** Rounding, and a hundred times clipping, as documented. */
    private static double weightedError(float[] values, double max) {
        double step = max / 255;
        double error = 0;
        for (float value : values) {
            double beyond = Math.max(0, value - max);
            error += value == 0 ? 0 : step * step / 12 + 100 * beyond * beyond;
        }
        return error;
    }

    @Test
    void unsaturatedDivergenceClipsLessThanTheSaturatingOne() throws Exception {
        // Laplace: most is near 0, with long tails.
        var summary = summary(() -> -Math.log(1 - random.nextDouble()) * (random.nextBoolean() ? 1 : -1), 30);
        ValueRange saturating = range("kl", summary);
        ValueRange unsaturated = range("kl-unsaturated", summary);
        assertThat(saturating.max()).isBetween(2f, 15f);
        assertThat(unsaturated.max()).isBetween(saturating.max(), 31f);
    }

    @ParameterizedTest
    @EnumSource
    void constantsAndZerosHaveTheirRange(CalibrationMethod method) throws Exception {
        assertThat(range(method.id(), summary(() -> 0, 0))).isEqualTo(new ValueRange(0, 0));
        assertThat(range(method.id(), summary(() -> 3, 3))).isEqualTo(new ValueRange(3, 3));
    }

    @ParameterizedTest
    @EnumSource
    void extremeNumbersHaveARangeWithinWhatWasSeen(CalibrationMethod method) throws Exception {
        for (double unit : new double[] {1e-44, 1e-38, 1e-20, 1e30, 3e38}) {
            var summary = summary(() -> Math.tanh(random.nextGaussian()) * unit, (float) unit);
            ValueRange range = range(method.id(), summary);
            assertThat(range.min()).isBetween(summary.min(), 0f);
            assertThat(range.max()).isBetween(0f, summary.max());
        }
    }

    /** A root of it would else have no kernel. */
    @Test
    void whatIsPositiveStaysSo() throws Exception {
        float[] values = new float[4 * SAMPLES];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.01f + random.nextFloat();
        }
        var seen = summary(values);
        var varied = new TensorSummary(
                seen.min(),
                seen.max(),
                .3,
                .8,
                new Extremes(.3, .1, 12, 1),
                new Extremes(.8, .1, 12, 1),
                0,
                0,
                List.of(),
                List.of(),
                seen.histogram(),
                0);
        ValueRange range = range("mse", varied);
        assertThat(range.min()).isNotNegative();
        assertThat(range.max()).as("with room").isGreaterThan(seen.max());
    }

    /** What is beyond 4 makes no difference to tanh, but hardly any of it is cut off. */
    @Test
    void whereAllThatReadsItFlattensOutStepsAreFine() throws Exception {
        float[] values = values(() -> 2 * random.nextGaussian(), 12);
        Tensor tensor = read(BuiltinOperator.TANH);
        ValueRange range = choice(Map.of()).of(tensor, summary(values), SAMPLES).orElseThrow();
        assertThat(range.max()).isBetween(5f, 7f);
        assertThat(outside(values, range)).isLessThan(.01);
        assertThat(tanhError(values, range))
                .isLessThan(.6
                        * tanhError(
                                values,
                                choice(Map.of())
                                        .of(tensor("t"), summary(values), SAMPLES)
                                        .orElseThrow()));
    }

    @Test
    void whereSomethingElseReadsItToo() throws Exception {
        var summary = summary(() -> 2 * random.nextGaussian(), 12);
        ValueRange plain = choice(Map.of()).of(tensor("t"), summary, SAMPLES).orElseThrow();
        assertThat(choice(Map.of()).of(read(BuiltinOperator.TANH, BuiltinOperator.ABS), summary, SAMPLES))
                .contains(plain);
    }

    private static double outside(float[] values, ValueRange range) {
        int outside = 0;
        for (float value : values) {
            outside += value < range.min() || value > range.max() ? 1 : 0;
        }
        return (double) outside / values.length;
    }

    private static double tanhError(float[] values, ValueRange range) {
        double step = ((double) range.max() - range.min()) / 255;
        double error = 0;
        for (float value : values) {
            double rounded = step * Math.rint(Math.max(range.min(), Math.min(range.max(), value)) / step);
            error += Math.pow(Math.tanh(rounded) - Math.tanh(value), 2);
        }
        return error;
    }

    private static Tensor read(BuiltinOperator... readers) {
        var builder = new ModelBuilder("read");
        Tensor tensor = builder.input("t", TensorType.FLOAT32, 4);
        for (BuiltinOperator reader : readers) {
            builder.operator(reader)
                    .inputs(tensor)
                    .outputs(builder.tensor(reader.name(), TensorType.FLOAT32, 4))
                    .append();
        }
        return tensor;
    }

    @Test
    void nothingIsChosenOfWhatIsNotFinite() throws Exception {
        var summary = new TensorSummary(
                0, 1, 0, 1, Extremes.NONE, Extremes.NONE, 0, 0, List.of(), List.of(), Optional.empty(), 1);
        assertThat(choice(Map.of()).of(tensor("t"), summary, SAMPLES)).isEmpty();
    }

    @Test
    void overridesGoBeforeTheMethod() throws Exception {
        var summary = summary(() -> random.nextGaussian(), 60);
        var choice = choice(Map.of("calibration", "min-max", "ranges", "a;b/Relu=-1:2.5e0;c=percentile"));
        assertThat(choice.of(tensor("a;b/Relu"), summary, SAMPLES)).contains(new ValueRange(-1, 2.5f));
        assertThat(choice.of(tensor("c"), summary, SAMPLES).orElseThrow().max()).isLessThan(7);
        assertThat(choice.of(tensor("d"), summary, SAMPLES).orElseThrow().max()).isEqualTo(60);
    }

    @Test
    void narrowRangesLeaveTheLeastIntegerOut() throws Exception {
        var summary = new TensorSummary(
                -1, 3, -1, 3, Extremes.NONE, Extremes.NONE, 0, 0, List.of(), List.of(), Optional.empty(), 0);
        ValueRange narrow = range("min-max", summary, "narrow_range", "true");
        double step = ((double) narrow.max() - narrow.min()) / 255;
        assertThat(narrow.min() + step).as("the second integer").isCloseTo(-1, within(1e-6));
    }

    private static ValueRange range(String method, TensorSummary summary, String... more) throws Exception {
        var given = new java.util.HashMap<>(Map.of("calibration", method));
        for (int i = 0; i < more.length; i += 2) {
            given.put(more[i], more[i + 1]);
        }
        return choice(given).of(tensor("t"), summary, SAMPLES).orElseThrow();
    }

    private static RangeChoice choice(Map<String, String> given) throws Exception {
        var parameters = Parameters.resolve("test", CalibrationSettings.parameters(INT8), given);
        return new RangeChoice(CalibrationSettings.of(parameters, INT8), INT8);
    }

    private static Tensor tensor(String name) {
        return new ModelBuilder("one tensor").tensor(name, TensorType.FLOAT32, 4);
    }

    /** Values of a distribution, the first of them this one. */
    private static float[] values(DoubleSupplier distribution, float first) {
        float[] values = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
            values[i] = (float) distribution.getAsDouble();
        }
        values[0] = first;
        return values;
    }

    private static TensorSummary summary(DoubleSupplier distribution, float first) {
        return summary(values(distribution, first));
    }

    /** As the engine makes it, with 2,048 bins from the least to the largest value. */
    private static TensorSummary summary(float[] values) {
        float min = values[0];
        float max = values[0];
        for (float value : values) {
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        double low = Math.min(0, min);
        double width = Math.max(Float.MIN_VALUE, (Math.max(0, (double) max) - low) / 2048);
        long[] counts = new long[2048];
        for (float value : values) {
            counts[(int) Math.min(2047, (value - low) / width)]++;
        }
        var list = new ArrayList<Long>();
        for (long count : counts) {
            list.add(count);
        }
        var histogram = new Histogram((float) low, (float) Math.min(Float.MAX_VALUE, low + 2048 * width), list);
        return new TensorSummary(
                min,
                max,
                min,
                max,
                Extremes.NONE,
                Extremes.NONE,
                0,
                0,
                List.of(),
                List.of(),
                Optional.of(histogram),
                0);
    }
}
