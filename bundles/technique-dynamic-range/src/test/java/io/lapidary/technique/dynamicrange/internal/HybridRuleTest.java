package io.lapidary.technique.dynamicrange.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.lapidary.api.engine.Kernels;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.Operator;
import io.lapidary.model.TensorType;

/** Every row of the rules against the real interpreter, on XNNPACK and on the built-in kernels. */
class HybridRuleTest {
    @TempDir
    Path folder;

    static Stream<Arguments> hybrid() {
        return cases(OperatorCases.hybrid());
    }

    static Stream<Arguments> stored() {
        return cases(OperatorCases.stored());
    }

    private static Stream<Arguments> cases(Map<String, OneOperator> all) {
        return all.entrySet().stream()
                .flatMap(entry -> Stream.of(Kernels.values()).map(kernels -> Arguments.of(entry.getKey(), kernels)));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("hybrid")
    void hybridKernelsComputeWhatTheFloatKernelDoes(String name, Kernels kernels) throws Exception {
        Model model = OperatorCases.hybrid().get(name).build();
        var converted = Converted.of(model, folder, Map.of("depthwise", "hybrid"));
        Operator kept = onlyOperator(converted.model());
        for (int position : HybridRule.of(kept).orElseThrow().weights()) {
            kept.input(position).ifPresent(weights -> assertThat(weights.type()).isEqualTo(TensorType.INT8));
        }
        requireClose(converted, kernels, Bound.hybrid(kept));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("stored")
    void storedWeightsDifferByTheirRoundingAlone(String name, Kernels kernels) throws Exception {
        Model model = OperatorCases.stored().get(name).build();
        var converted = Converted.of(model, folder, Map.of());
        assertThat(converted.model().main().operators().stream().map(Operator::type))
                .startsWith(BuiltinOperator.DEQUANTIZE);
        requireClose(converted, kernels, Bound.stored(converted.model().main().operators()));
    }

    @Test
    void everyRowHasAModel() {
        var covered = new HashSet<BuiltinOperator>();
        OperatorCases.hybrid()
                .values()
                .forEach(one -> covered.add(one.build().main().operator(0).type()));
        assertThat(covered).isEqualTo(HybridRule.operators());
    }

    private void requireClose(Converted converted, Kernels kernels, double sqnrDb) throws Exception {
        var differences = Kernel.differences(converted, kernels, folder);
        assertThat(differences).isNotEmpty();
        differences.forEach((output, difference) -> {
            assertThat(difference.signalEnergy()).as("energy of " + output).isPositive();
            assertThat(difference.sqnrDb()).as("SQNR in dB of " + output).isGreaterThan(sqnrDb);
        });
    }

    private static Operator onlyOperator(Model model) {
        List<Operator> operators = model.main().operators();
        assertThat(operators).hasSize(1);
        return operators.get(0);
    }
}
