package io.lapidary.technique.int8.internal;

import static io.lapidary.model.BuiltinOperator.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.lapidary.api.engine.Kernels;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.Operator;
import io.lapidary.model.Quantization;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/** LSTM and SVDF in int8, with their states and intermediates. */
class RecurrentTest {
    /** Those whose kernels are run here. */
    static final Set<BuiltinOperator> TYPES = Set.of(LSTM, UNIDIRECTIONAL_SEQUENCE_LSTM, SVDF);

    private static final int STEPS = 7;
    private static final int DATA = 5;
    private static final int CELLS = 6;
    private static final int PROJECTED = 4;

    private enum Part {
        PEEPHOLE,
        PROJECTION,
        NORM,
        NO_INPUT_GATE
    }

    private enum Kind {
        PLAIN(EnumSet.noneOf(Part.class), 32),
        COUPLED(EnumSet.of(Part.NO_INPUT_GATE), 32),
        PEEPHOLES(EnumSet.of(Part.PEEPHOLE), 32),
        PROJECTED(EnumSet.of(Part.PROJECTION), 28),
        NORMALIZED(EnumSet.of(Part.NORM), 28),
        ALL(EnumSet.of(Part.NORM, Part.PROJECTION, Part.PEEPHOLE), 20);

        private final Set<Part> parts;
        private final double decibels;

        Kind(Set<Part> parts, double decibels) {
            this.parts = parts;
            this.decibels = decibels;
        }
    }

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void aSequenceIsComputedInIntegers(Kind kind) throws Exception {
        var bench = new IntegerBench(lstm(kind.parts, true), folder);
        Path quantized = bench.strictly(IntegerScheme.INT8);
        for (Kernels kernels : Kernels.values()) {
            assertThat(bench.sqnr(quantized, "", kernels))
                    .as("dB by " + kernels)
                    .isGreaterThan(kind.decibels);
        }
        requireForm(IntegerBench.read(quantized)
                .main()
                .operators(UNIDIRECTIONAL_SEQUENCE_LSTM)
                .get(0));
    }

    @Test
    void aSingleStepIsComputedInIntegers() throws Exception {
        var bench = new IntegerBench(lstm(Set.of(), false), folder);
        Path quantized = bench.strictly(IntegerScheme.INT8);
        assertThat(bench.sqnr(quantized, "", Kernels.DEFAULT)).isGreaterThan(25);
        requireForm(IntegerBench.read(quantized).main().operators(LSTM).get(0));
    }

    /** There is no int16 kernel. */
    @Test
    void staysFloatBesideInt16() throws Exception {
        var bench = new IntegerBench(lstm(Set.of(), true), folder);
        var result = bench.quantize(IntegerScheme.INT16X8, Map.of());
        assertThat(result.findings())
                .anySatisfy(finding ->
                        assertThat(finding.message()).contains("LSTM").contains("no int16 kernel"));
        assertThat(bench.sqnr(result.candidates().get(0).model(), "", Kernels.DEFAULT))
                .isGreaterThan(60);
    }

    @Test
    void filtersOverTimeAreComputedInIntegers() throws Exception {
        var bench = new IntegerBench(svdf("RELU"), folder);
        Path quantized = bench.strictly(IntegerScheme.INT8);
        for (Kernels kernels : Kernels.values()) {
            assertThat(bench.sqnr(quantized, "", kernels))
                    .as("dB by " + kernels)
                    .isGreaterThan(30);
        }
        Operator svdf = IntegerBench.read(quantized).main().operators(SVDF).get(0);
        assertThat(types(svdf))
                .containsExactly(
                        TensorType.INT8, TensorType.INT8, TensorType.INT16, TensorType.INT32, TensorType.INT16);
        assertThat(scale(svdf, 3)).isEqualTo(scale(svdf, 2) * scale(svdf, 4));
    }

    @Test
    void whatTheKernelFailsOnStaysFloat() throws Exception {
        var bench = new IntegerBench(svdf("NONE"), folder);
        var result = bench.quantize(IntegerScheme.INT8, Map.of());
        assertThat(result.findings())
                .anySatisfy(finding -> assertThat(finding.message()).contains("fused activation NONE"));
        assertThat(bench.sqnr(result.candidates().get(0).model(), "", Kernels.DEFAULT))
                .isGreaterThan(30);
    }

    /** Relations that the kernel takes for granted and does not check. */
    private static void requireForm(Operator lstm) {
        assertThat(lstm.intermediateCount()).isEqualTo(5);
        assertThat(parameters(lstm.input(18).orElseThrow())).isEqualTo(parameters(lstm.output()));
        Tensor cells = lstm.input(19).orElseThrow();
        assertThat(cells.type()).isEqualTo(TensorType.INT16);
        float scale = cells.quantization().orElseThrow().scale(0);
        assertThat(scale).isEqualTo(Math.scalb(1f, Math.getExponent(scale))).isBetween(0x1p-15f, 0x1p-9f);
        assertThat(cells.quantization().orElseThrow().zeroPoint(0)).isZero();
        boolean projected = lstm.input(16).isPresent();
        Tensor hidden = lstm.intermediate(4).orElseThrow();
        if (!projected) {
            assertThat(parameters(hidden)).isEqualTo(parameters(lstm.output()));
        } else {
            assertThat(scale(lstm, 17))
                    .isEqualTo(scale(lstm, 16)
                            * hidden.quantization().orElseThrow().scale(0));
        }
        for (int gate = lstm.input(1).isPresent() ? 0 : 1; gate < 4; gate++) {
            float steps = lstm.input(20 + gate).isPresent()
                    ? scale(lstm, 20 + gate) * 0x1p-10f
                    : scale(lstm, 0) * scale(lstm, 1 + gate);
            assertThat(scale(lstm, 12 + gate)).isEqualTo(steps);
            assertThat(lstm.input(12 + gate).orElseThrow().type()).isEqualTo(TensorType.INT32);
        }
    }

    private static List<TensorType> types(Operator operator) {
        return operator.inputs().stream().map(Tensor::type).toList();
    }

    private static float scale(Operator operator, int input) {
        return operator.input(input).flatMap(Tensor::quantization).orElseThrow().scale(0);
    }

    private static String parameters(Tensor tensor) {
        return tensor.type() + " "
                + tensor.quantization().map(Quantization::toString).orElse("none");
    }

    /** @param sequence of several steps, else one by one, with the state kept */
    private static Model lstm(Set<Part> parts, boolean sequence) throws Exception {
        var main = GraphParts.main();
        Tensor data = sequence ? main.in(1, STEPS, DATA) : main.in(1, DATA);
        boolean norm = parts.contains(Part.NORM);
        int outputs = parts.contains(Part.PROJECTION) ? PROJECTED : CELLS;
        int first = parts.contains(Part.NO_INPUT_GATE) ? 1 : 0;
        var inputs = new ArrayList<Optional<Tensor>>();
        inputs.add(Optional.of(data));
        gates(inputs, first, () -> main.random(0.5, CELLS, DATA));
        gates(inputs, first, () -> main.random(0.4, CELLS, outputs));
        for (int gate : new int[] {0, 1, 3}) {
            boolean there = parts.contains(Part.PEEPHOLE) && gate >= first;
            inputs.add(there ? Optional.of(main.random(0.3, CELLS)) : Optional.empty());
        }
        gates(inputs, first, () -> main.random(0.2, CELLS));
        boolean projected = parts.contains(Part.PROJECTION);
        inputs.add(projected ? Optional.of(main.random(0.5, PROJECTED, CELLS)) : Optional.empty());
        inputs.add(projected ? Optional.of(main.random(0.1, PROJECTED)) : Optional.empty());
        inputs.add(Optional.of(main.state(1, outputs)));
        inputs.add(Optional.of(main.state(1, CELLS)));
        if (norm) {
            gates(inputs, first, () -> main.random(0.8, CELLS));
        }
        Tensor output = sequence
                ? main.tensor(TensorType.FLOAT32, 1, STEPS, outputs)
                : main.tensor(TensorType.FLOAT32, 1, outputs);
        main.operator(sequence ? UNIDIRECTIONAL_SEQUENCE_LSTM : LSTM)
                .option("fused_activation_function", "TANH")
                .optionalInputs(inputs)
                .outputs(output)
                .append();
        main.out(output);
        return main.model();
    }

    private static void gates(List<Optional<Tensor>> inputs, int first, java.util.function.Supplier<Tensor> constant) {
        for (int gate = 0; gate < 4; gate++) {
            inputs.add(gate < first ? Optional.empty() : Optional.of(constant.get()));
        }
    }

    private static Model svdf(String activation) throws Exception {
        int units = 4;
        int rank = 2;
        int memory = 5;
        var main = GraphParts.main();
        Tensor data = main.in(1, DATA);
        Tensor output = main.tensor(TensorType.FLOAT32, 1, units);
        main.operator(SVDF)
                .option("rank", rank)
                .option("fused_activation_function", activation)
                .inputs(
                        data,
                        main.random(0.5, units * rank, DATA),
                        main.random(0.5, units * rank, memory),
                        main.constant(Shape.of(units), 0.1f, -0.1f, 0.5f, 0.2f),
                        main.state(1, memory * units * rank))
                .outputs(output)
                .append();
        main.out(output);
        return main.model();
    }
}
