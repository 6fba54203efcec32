package io.lapidary.engine.litert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.lapidary.api.engine.ComparisonRequest;
import io.lapidary.api.engine.Kernels;
import io.lapidary.api.engine.StatisticsRequest;
import io.lapidary.api.engine.TensorStatistic;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Quantization;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** What numbers become on their way: rounded, counted, compared, and kept from the next sample. */
class BuiltNumbersTest extends BuiltModels {
    @Test
    void floatSamplesAreRoundedHalfToEvenAndHeldInRange() throws Exception {
        float[] values = {.25f, .75f, 1.25f, -.25f, 1000, -1000, 0};
        float[] expected = {0, 2, 2, 0, 127 - 10, -128 - 10, 0};
        assertQuantized(TensorType.INT8, 10, values, expected);
    }

    @Test
    void everyQuantizedInputTypeTakesFloats() throws Exception {
        assertQuantized(TensorType.UINT8, 128, new float[] {-64, 63.5f, 1e9f, .1f}, new float[] {-128, 127, 127, 0});
        assertQuantized(
                TensorType.INT16, 0, new float[] {-1e9f, 1e9f, 3.25f, 3.75f}, new float[] {-32768, 32767, 6, 8});
    }

    /** The model gives back what it was fed, as integers less their zero point, times its scale of one half. */
    private void assertQuantized(TensorType type, long zeroPoint, float[] values, float[] steps) throws Exception {
        var builder = new ModelBuilder("dequantizes");
        Tensor in = builder.input("in", type, 1, values.length);
        builder.editor().tensor(in).quantization(Quantization.perTensor(.5f, zeroPoint));
        Tensor out = builder.tensor("out", TensorType.FLOAT32, 1, values.length);
        builder.operator(BuiltinOperator.DEQUANTIZE)
                .version(type == TensorType.INT16 ? 3 : 2)
                .inputs(in)
                .outputs(out)
                .append();
        Path model = write(builder.output(out).build());

        float[] outputs = floats(run(model, floatSamples(List.of(values.length), values), Kernels.BUILTIN), 0);

        for (int i = 0; i < values.length; i++) {
            assertThat(outputs[i]).as("%s of %s", type, values[i]).isEqualTo(steps[i] * .5f);
        }
    }

    @Test
    void notANumberIsCountedAndEntersNothingElse() throws Exception {
        var builder = new ModelBuilder("logarithm");
        Tensor in = builder.input("in", TensorType.FLOAT32, 1, 4);
        Tensor out = builder.tensor("log", TensorType.FLOAT32, 1, 4);
        builder.operator(BuiltinOperator.LOG).inputs(in).outputs(out).append();
        Path model = write(builder.output(out).build());
        float e = (float) Math.E;

        var summary = session.statistics(new StatisticsRequest(
                        model,
                        "",
                        floatSamples(List.of(4), 1, e, -1, 0, -1, -1, -1, -1, e, e, 1, 1),
                        List.of("log"),
                        Set.of(TensorStatistic.values()),
                        2))
                .tensors()
                .get("log");

        assertThat(summary.nonFinite()).isEqualTo(6);
        assertThat(summary.min()).isCloseTo(0, within(1e-6f));
        assertThat(summary.max()).isCloseTo(1, within(1e-6f));
        assertThat(summary.mean()).isCloseTo(.5, within(1e-6));
        assertThat(summary.averageMax())
                .as("a sample of nothing finite does not count")
                .isCloseTo(1, within(1e-6));
        assertThat(summary.channelMeans()).hasSize(4);
        assertThat(summary.channelMeans().get(0)).isCloseTo(.5, within(1e-6));
        assertThat(summary.histogram().orElseThrow().counts()).containsExactly(3L, 3L);
    }

    @Test
    void stateDoesNotReachTheNextSample() throws Exception {
        float[] outputs = floats(run(delayLine(), floatSamples(List.of(2), 1, 2, 1, 2, 1, 2), Kernels.BUILTIN), 0);

        assertThat(outputs).containsExactly(3, 6, 3, 6, 3, 6);
    }

    /** Ranges of state are those of who calls an interpreter again and again. */
    @Test
    void statisticsSeeStateGrow() throws Exception {
        var request = new StatisticsRequest(
                delayLine(),
                "",
                floatSamples(List.of(2), 1, 2, 1, 2, 1, 2),
                List.of("out"),
                Set.of(TensorStatistic.RANGE),
                0);

        var summary = session.statistics(request).tensors().get("out");

        // 3 x, then (2 + 3) x, then (1 + 2 + 3) x.
        assertThat(summary.max()).isEqualTo(12);
        assertThat(summary.averageMax()).isCloseTo((6 + 10 + 12) / 3.0, within(1e-6));
        assertThat(summary.min()).isEqualTo(3);
    }

    /** Two numbers, each weighed 3 now, 2 one call later and 1 after that. */
    private Path delayLine() throws Exception {
        var builder = new ModelBuilder("svdf");
        Tensor in = builder.input("in", TensorType.FLOAT32, 1, 2);
        Tensor feature = builder.constant("feature", Shape.of(2, 2), 1f, 0f, 0f, 1f);
        Tensor time = builder.constant("time", Shape.of(2, 3), 1f, 2f, 3f, 1f, 2f, 3f);
        Tensor state = builder.tensor("state", TensorType.FLOAT32, 1, 6);
        builder.editor().tensor(state).variable(true);
        Tensor out = builder.tensor("out", TensorType.FLOAT32, 1, 2);
        builder.operator(BuiltinOperator.SVDF)
                .optionalInputs(List.of(
                        Optional.of(in), Optional.of(feature), Optional.of(time), Optional.empty(), Optional.of(state)))
                .outputs(out)
                .option("rank", 1)
                .append();
        return write(builder.output(out).build());
    }

    @Test
    void integerTensorsAreComparedByWhatTheyStandFor() throws Exception {
        Path right = write(new ModelBuilder("float"), false);
        Path quantized = write(new ModelBuilder("int8"), true);
        float[] values = {.1f, .24f, -.1f, 10, 0, 0, 0, -10};

        var result = session.compare(new ComparisonRequest(
                right, quantized, "", floatSamples(List.of(4), values), List.of("inner"), Kernels.DEFAULT));

        // inner is twice the input, in steps of a quarter from -32 to 31.75.
        var difference = result.tensors().get("inner");
        assertThat(difference.largestError()).isCloseTo(.05, within(.01));
        assertThat(difference.saturatedShare()).isZero();
        // .125 times 1, 2 and -1 for .1, .24 and -.1, and 80 for 10; twice of it, over both samples.
        assertThat(difference.shifts()).hasSize(4);
        assertThat(difference.shifts().get(0)).isCloseTo((.25 - .2) / 2, within(1e-6));
        assertThat(difference.shifts().get(1)).isCloseTo((.5 - .48) / 2, within(1e-6));
        assertThat(difference.shifts().get(2)).isCloseTo((-.25 + .2) / 2, within(1e-6));
        assertThat(difference.shifts().get(3)).isCloseTo(0, within(1e-6));
        assertThat(difference.shiftErrors().get(3)).isZero();
        assertThat(result.count()).isEqualTo(2);
    }

    /** in, then inner = in + in, then out = inner + inner; the quantized one in int8 between float ends. */
    private Path write(ModelBuilder builder, boolean quantized) throws Exception {
        TensorType type = quantized ? TensorType.INT8 : TensorType.FLOAT32;
        Tensor in = builder.input("in", TensorType.FLOAT32, 1, 4);
        Tensor fed = quantized ? builder.tensor("fed", type, 1, 4) : in;
        Tensor inner = builder.tensor("inner", type, 1, 4);
        Tensor out = builder.tensor("out", type, 1, 4);
        if (quantized) {
            builder.editor().tensor(fed).quantization(Quantization.perTensor(.125f, 0));
            builder.editor().tensor(inner).quantization(Quantization.perTensor(.25f, 0));
            builder.editor().tensor(out).quantization(Quantization.perTensor(.5f, 0));
            builder.operator(BuiltinOperator.QUANTIZE).inputs(in).outputs(fed).append();
        }
        builder.operator(BuiltinOperator.ADD)
                .version(quantized ? 2 : 1)
                .inputs(fed, fed)
                .outputs(inner)
                .append();
        builder.operator(BuiltinOperator.ADD)
                .version(quantized ? 2 : 1)
                .inputs(inner, inner)
                .outputs(out)
                .append();
        return write(builder.output(out).build());
    }
}
