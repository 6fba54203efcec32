package io.lapidary.technique.int8.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.Kernels;
import io.lapidary.api.technique.TechniqueResult;
import io.lapidary.api.work.Finding;
import io.lapidary.contract.TestContext;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/** Ranges that are derived, from request to what the interpreter makes of the model. */
class WithoutSamplesTest {
    private static final Map<String, String> NORMAL = Map.of("input_range", "0/1", "strict", "true");

    @TempDir
    private Path folder;

    private final GraphParts parts = parts();

    private static GraphParts parts() {
        try {
            return GraphParts.main();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(IntegerScheme.class)
    void aPerceptronComesNearTheFloatOne(IntegerScheme scheme) throws Exception {
        Tensor hidden = parts.apply(BuiltinOperator.RELU, parts.connected(parts.in(1, 12), 24));
        parts.out(parts.connected(parts.apply(BuiltinOperator.HARD_SWISH, parts.connected(hidden, 16)), 5));
        IntegerBench bench = bench();
        TestContext context = TestContext.in(folder);
        TechniqueResult result = bench.withoutSamples(scheme, NORMAL, context);
        assertThat(context.interpreters()).as("engines asked for").isZero();
        assertThat(result.findings()).extracting(Finding::code).contains("ranges-derived");
        Path model = result.candidates().get(0).model();
        double least = scheme == IntegerScheme.INT8 ? 24 : 40;
        assertThat(bench.sqnr(model, "", Kernels.BUILTIN)).isGreaterThan(least);
        assertThat(bench.sqnr(model, "", Kernels.DEFAULT)).isGreaterThan(least);
        byte[] again = Files.readAllBytes(bench.withoutSamples(scheme, NORMAL, TestContext.in(folder))
                .candidates()
                .get(0)
                .model());
        assertThat(Files.readAllBytes(model)).isEqualTo(again);
    }

    @Test
    void whatIsSaidOfInputsMatters() throws Exception {
        parts.out(parts.connected(parts.apply(BuiltinOperator.TANH, parts.connected(parts.in(1, 4), 8)), 3));
        double told = bench().sqnr(only(Map.of("input_range", "-5:5@0/1")), "", Kernels.BUILTIN);
        double mistold = bench().sqnr(only(Map.of("input_range", "-0.1:0.1")), "", Kernels.BUILTIN);
        assertThat(told).isGreaterThan(20).isGreaterThan(mistold + 10);
    }

    private Path only(Map<String, String> given) throws Exception {
        return bench().withoutSamples(IntegerScheme.INT8, given, TestContext.in(folder))
                .candidates()
                .get(0)
                .model();
    }

    @Test
    void anInputOfWhichNothingIsKnownIsRefusedByName() throws Exception {
        Tensor known = parts.in(1, 4);
        Tensor unknown = parts.in(1, 4);
        parts.out(parts.connected(parts.apply(BuiltinOperator.ADD, known, unknown), 2));
        LapidaryException error = refusal(Map.of("input_range", known.name() + "=0:1"));
        assertThat(error.code()).isEqualTo(ErrorCodes.MISSING_DATA);
        assertThat(error.getMessage()).contains("the input '" + unknown.name() + "'");
        assertThat(error.remedy()).contains("--representative").contains("input_range=-1:1");
    }

    @Test
    void anOperatorThatTellsNothingIsNamedWithWhatItMakes() throws Exception {
        Tensor numbers = parts.in(TensorType.INT32, 1, 4);
        Tensor cast = parts.apply(BuiltinOperator.CAST, TensorType.FLOAT32, new int[] {1, 4}, numbers);
        parts.out(parts.connected(parts.apply(BuiltinOperator.RELU, cast), 2));
        LapidaryException error = refusal(Map.of("input_range", "0:1"));
        assertThat(error.code()).isEqualTo(ErrorCodes.MISSING_DATA);
        assertThat(error.getMessage()).contains("'" + cast.name() + "'").contains("CAST");
        assertThat(error.remedy()).contains("ranges=" + cast.name() + "=-1:1").contains("float_operators");
        TechniqueResult told = bench().withoutSamples(
                        IntegerScheme.INT8, Map.of("ranges", cast.name() + "=0:3"), TestContext.in(folder));
        assertThat(told.candidates()).hasSize(1);
    }

    @Test
    void whatStaysInFloatNeedsNoRange() throws Exception {
        Tensor numbers = parts.in(TensorType.INT32, 1, 4);
        Tensor cast = parts.apply(BuiltinOperator.CAST, TensorType.FLOAT32, new int[] {1, 4}, numbers);
        Tensor scores = parts.apply(BuiltinOperator.SOFTMAX, parts.apply(BuiltinOperator.RELU, cast));
        parts.out(parts.connected(scores, 2));
        TechniqueResult result = bench().withoutSamples(
                        IntegerScheme.INT8, Map.of("float_operators", "RELU+SOFTMAX"), TestContext.in(folder));
        assertThat(result.candidates().get(0).measures()).containsEntry("integer_operators", 1.0);
    }

    @Test
    void anInputThatTheModelHasNotIsRefusedWithItsNearestName() throws Exception {
        parts.out(parts.connected(parts.in(1, 4), 2));
        LapidaryException error = refusal(Map.of("input_range", "t9=0:1"));
        assertThat(error.code()).isEqualTo(ErrorCodes.INVALID_PARAMETER);
        assertThat(error.getMessage()).contains("no float32 input 't9'");
        assertThat(error.remedy()).contains("t0");
    }

    @Test
    void samplesGoBeforeWhatIsSaidOfInputs() throws Exception {
        parts.out(parts.connected(parts.in(1, 4), 2));
        assertThat(bench().quantize(IntegerScheme.INT8, Map.of("input_range", "0:1"))
                        .findings())
                .extracting(Finding::code)
                .contains("input-range-not-used")
                .doesNotContain("ranges-derived");
    }

    @Test
    void aCustomOperatorIsNamed() throws Exception {
        Tensor made = parts.tensor(TensorType.FLOAT32, 1, 4);
        parts.custom("Unheard").inputs(parts.in(1, 4)).outputs(made).append();
        parts.out(parts.connected(made, 2));
        LapidaryException error = catchThrowableOfType(
                LapidaryException.class,
                () -> new IntegerBench(parts.model(), folder)
                        .withoutSamples(IntegerScheme.INT8, Map.of("input_range", "0:1"), TestContext.in(folder)));
        assertThat(error.getMessage()).contains("'" + made.name() + "'").contains("CUSTOM Unheard makes");
    }

    private LapidaryException refusal(Map<String, String> given) throws Exception {
        IntegerBench bench = bench();
        return catchThrowableOfType(
                LapidaryException.class, () -> bench.withoutSamples(IntegerScheme.INT8, given, TestContext.in(folder)));
    }

    private IntegerBench bench() throws Exception {
        return new IntegerBench(parts.model(), folder);
    }
}
