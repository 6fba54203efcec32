package io.lapidary.technique.int8.internal;

import static io.lapidary.model.BuiltinOperator.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.lapidary.api.engine.Kernels;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Quantization;
import io.lapidary.model.Shape;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/** Subgraphs that operators run, and variables: whole in integers, with one scale on both sides of everything that passes. */
class ControlFlowTest {
    /** Those whose kernels are run here. */
    static final Set<BuiltinOperator> TYPES = Set.of(IF, WHILE, READ_VARIABLE, ASSIGN_VARIABLE);

    private static final int TURNS = 5;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void aLoopCarriesIntegers(IntegerScheme scheme) throws Exception {
        Model quantized = requireClose(loop(), scheme, "", 30);
        var loop = quantized.main().operators(WHILE).get(0);
        Subgraph body = quantized.subgraphs().get(2);
        for (int i = 1; i < loop.inputCount(); i++) {
            assertThat(loop.input(i).orElseThrow().type()).isEqualTo(scheme.activation());
            String passed = parameters(loop.input(i).orElseThrow());
            assertThat(parameters(loop.output(i).orElseThrow())).isEqualTo(passed);
            assertThat(parameters(body.inputs().get(i))).isEqualTo(passed);
            assertThat(parameters(body.outputs().get(i))).isEqualTo(passed);
            assertThat(parameters(quantized.subgraphs().get(1).inputs().get(i))).isEqualTo(passed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void bothSidesOfABranchGiveTheSameScale(IntegerScheme scheme) throws Exception {
        Model quantized = requireClose(branch(), scheme, "", 28);
        Tensor output = quantized.main().operators(IF).get(0).output();
        assertThat(parameters(quantized.subgraphs().get(1).outputs().get(0))).isEqualTo(parameters(output));
        assertThat(parameters(quantized.subgraphs().get(2).outputs().get(0))).isEqualTo(parameters(output));
    }

    @ParameterizedTest
    @EnumSource
    void aVariableHasOneScaleWhereverItIsUsed(IntegerScheme scheme) throws Exception {
        Model quantized = requireClose(streaming(), scheme, "", 25);
        Tensor read = quantized.main().operators(READ_VARIABLE).get(0).output();
        Tensor assigned =
                quantized.main().operators(ASSIGN_VARIABLE).get(0).input(1).orElseThrow();
        Tensor first = quantized
                .subgraphs()
                .get(1)
                .operators(ASSIGN_VARIABLE)
                .get(0)
                .input(1)
                .orElseThrow();
        assertThat(read.type()).isEqualTo(scheme.activation());
        assertThat(parameters(assigned)).isEqualTo(parameters(read));
        assertThat(parameters(first)).isEqualTo(parameters(read));
    }

    /** What passes is float then; the layer within the body is not. */
    @ParameterizedTest
    @EnumSource
    void whatIsLeftInFloatStillRuns(IntegerScheme scheme) throws Exception {
        var bench = new IntegerBench(loop(), folder);
        var result = bench.quantize(scheme, Map.of("float_operators", "WHILE"));
        Path file = result.candidates().get(0).model();
        assertThat(result.findings())
                .anySatisfy(finding -> assertThat(finding.message()).contains("WHILE"));
        assertThat(IntegerBench.read(file)
                        .main()
                        .operators(WHILE)
                        .get(0)
                        .output(1)
                        .orElseThrow()
                        .type())
                .isEqualTo(TensorType.FLOAT32);
        assertThat(bench.sqnr(file, "", Kernels.DEFAULT)).isGreaterThan(least(scheme, 28));
    }

    @ParameterizedTest
    @EnumSource
    void everySignatureIsQuantized(IntegerScheme scheme) throws Exception {
        requireClose(twoSignatures(), scheme, "second", 33);
    }

    private Model requireClose(Model model, IntegerScheme scheme, String signature, double int8) throws Exception {
        var bench = new IntegerBench(model, folder);
        Path quantized = bench.strictly(scheme);
        for (Kernels kernels : Kernels.values()) {
            assertThat(bench.sqnr(quantized, signature, kernels))
                    .as("dB by " + kernels)
                    .isGreaterThan(least(scheme, int8));
        }
        return IntegerBench.read(quantized);
    }

    private static double least(IntegerScheme scheme, double int8) {
        return scheme == IntegerScheme.INT8 ? int8 : 42;
    }

    private static String parameters(Tensor tensor) {
        return tensor.quantization().map(Quantization::toString).orElse("none");
    }

    /** A recurrent layer: h = tanh(W h + x), five times from a constant h. */
    private static Model loop() throws Exception {
        var main = GraphParts.main();
        var cond = main.graph("cond");
        Tensor turn = cond.in(TensorType.INT32);
        cond.in(1, 6);
        cond.in(1, 6);
        cond.out(cond.apply(LESS, TensorType.BOOL, new int[0], turn, cond.number(TURNS)));
        var body = main.graph("body");
        Tensor count = body.in(TensorType.INT32);
        Tensor state = body.in(1, 6);
        Tensor given = body.in(1, 6);
        Tensor next = body.apply(TANH, body.apply(ADD, body.connected(state, 6), given));
        body.out(body.apply(ADD, count, body.number(1)), next, given);
        Tensor x = main.in(1, 6);
        Tensor last = main.tensor(TensorType.INT32);
        Tensor h = main.tensor(TensorType.FLOAT32, 1, 6);
        Tensor same = main.tensor(TensorType.FLOAT32, 1, 6);
        main.operator(WHILE)
                .option("cond_subgraph_index", 1)
                .option("body_subgraph_index", 2)
                .inputs(main.number(0), main.random(0.3, 1, 6), x)
                .outputs(last, h, same)
                .append();
        main.out(main.connected(h, 3));
        return main.model();
    }

    /** One of two functions, by a number beside the input. */
    private static Model branch() throws Exception {
        var main = GraphParts.main();
        var one = main.graph("then");
        one.out(one.connected(one.in(1, 6), 6));
        var other = main.graph("else");
        other.out(other.apply(LOGISTIC, other.in(1, 6)));
        Tensor x = main.in(1, 6);
        Tensor which = main.in(TensorType.INT32, 1);
        Tensor condition = main.apply(GREATER, TensorType.BOOL, new int[] {1}, which, main.ints(1));
        Tensor output = main.tensor(TensorType.FLOAT32, 1, 6);
        main.operator(IF)
                .option("then_subgraph_index", 1)
                .option("else_subgraph_index", 2)
                .inputs(condition, x)
                .outputs(output)
                .append();
        main.out(output);
        return main.model();
    }

    /** Adds half of what was kept to what comes, and keeps it. */
    private static Model streaming() throws Exception {
        var main = GraphParts.main();
        var first = main.graph("first");
        assign(first, first.random(0.1, 1, 6));
        main.operator(CALL_ONCE).option("init_subgraph_index", 1).append();
        Tensor x = main.in(1, 6);
        Tensor handle = handle(main);
        Tensor kept = main.apply(READ_VARIABLE, TensorType.FLOAT32, new int[] {1, 6}, handle);
        Tensor half = main.apply(MUL, kept, main.constant(Shape.SCALAR, 0.5f));
        Tensor sum = main.apply(ADD, half, main.connected(x, 6));
        assign(main, sum);
        main.out(main.connected(sum, 4));
        return main.model();
    }

    private static void assign(GraphParts graph, Tensor value) {
        graph.operator(ASSIGN_VARIABLE).inputs(handle(graph), value).append();
    }

    private static Tensor handle(GraphParts graph) {
        Tensor handle = graph.tensor(TensorType.RESOURCE);
        graph.operator(VAR_HANDLE).option("shared_name", "kept").outputs(handle).append();
        return handle;
    }

    /** Two entries, which share nothing but their inputs' shape. */
    private static Model twoSignatures() throws Exception {
        var main = GraphParts.main();
        var second = main.graph("second");
        Tensor x = main.in(1, 6);
        Tensor y = main.connected(x, 4);
        main.out(y);
        Tensor other = second.in(1, 6);
        Tensor made = second.connected(second.apply(TANH, other), 3);
        second.out(made);
        var editor = ModelEditor.of(main.model());
        editor.addSignature("first", main.subgraph(), Map.of("x", x), Map.of("y", y));
        editor.addSignature("second", second.subgraph(), Map.of("x", other), Map.of("y", made));
        return main.model();
    }
}
