package io.lapidary.quantization.integer.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.model.Encoding;
import io.lapidary.model.GraphEditor;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.calibration.ValueRange;
import io.lapidary.quantization.integer.scheme.Affine;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/**
 * The int8 kernel of LSTM with int16 cells ("8x8_16"; kernels/lstm_eval.cc and the operator properties of TensorFlow's quantizer): int8
 * weights of one scale, biases in steps of the input's products, a cell state whose scale is a power of two, int16 peephole and
 * normalization coefficients, and five intermediate tensors that carry scales alone.
 */
public final class LstmKernel implements StatefulKernel {
    /** The kernel's tanh takes cells of 0 to 6 integer bits. */
    private static final int MOST_CELL_BITS = 6;

    private static final int SHORT_BITS = 15;
    /** Of gates that are not normalized; fixed in the kernel. */
    private static final float GATE_SCALE = 0x1p-12f;
    /** Steps of a normalized gate. */
    private static final float NORM_SCALE = 0x1p-10f;

    @Override
    public Optional<String> obstacle(Operator operator) {
        if (!LstmInputs.isLstm(operator) || operator.inputCount() < LstmInputs.CELL_STATE + 1) {
            return Optional.of("it is of a kind that has no int8 kernel");
        }
        boolean diagonal = operator.options().hasField("diagonal_recurrent_tensors")
                && operator.options().booleanValue("diagonal_recurrent_tensors");
        if (diagonal || !operator.options().fusedActivation().equals("TANH")) {
            return Optional.of("its int8 kernel has full recurrent weights and tanh alone");
        }
        for (int input = 1; input < operator.inputCount(); input++) {
            Optional<String> found = isState(input)
                    ? StatefulKernel.stateObstacle(operator, input)
                    : Obstacles.constant(operator, input, "weight");
            if (found.isPresent()) {
                return found;
            }
        }
        for (int gate : LstmInputs.gates(operator)) {
            if (operator.input(LstmInputs.weights(gate)).isEmpty()
                    || operator.input(LstmInputs.recurrent(gate)).isEmpty()
                    || operator.input(LstmInputs.bias(gate)).isEmpty()) {
                return Optional.of("it lacks weights or biases of a gate");
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean isState(int input) {
        return input == LstmInputs.OUTPUT_STATE || input == LstmInputs.CELL_STATE;
    }

    @Override
    public List<Tensor> measured(Operator operator) {
        var tensors = new ArrayList<Tensor>();
        tensors.add(LstmInputs.cellState(operator));
        if (operator.intermediateCount() > LstmInputs.HIDDEN) {
            if (LstmInputs.isProjected(operator)) {
                tensors.add(operator.intermediate(LstmInputs.HIDDEN).orElseThrow());
            }
            if (LstmInputs.isNormalized(operator)) {
                LstmInputs.gates(operator)
                        .forEach(gate -> tensors.add(operator.intermediate(gate).orElseThrow()));
            }
        }
        return tensors;
    }

    /** Cells of as much as the kernel holds, or as they are clipped to. */
    @Override
    public Map<Tensor, ValueRange> bounds(Operator operator) {
        float clip = operator.options().floatValue("cell_clip");
        float most = clip > 0 ? Math.min(clip, 1 << MOST_CELL_BITS) : 1 << MOST_CELL_BITS;
        return Map.of(LstmInputs.cellState(operator), new ValueRange(-most, most));
    }

    @Override
    public Optional<String> rangeObstacle(Operator operator, Map<Tensor, ValueRange> ranges) {
        float cells = ranges.get(LstmInputs.cellState(operator)).magnitude();
        return Obstacles.when(
                cells > 1 << MOST_CELL_BITS, "its cells reach " + cells + ", and its int8 kernel holds at most 64");
    }

    @Override
    public void finish(Operator operator, StatefulKernel.Finish finish) {
        ModelEditor editor = finish.editor();
        Affine output = finish.scales().made(operator.output());
        editor.tensor(operator.input(LstmInputs.OUTPUT_STATE).orElseThrow()).encoding(output.encoding(TensorType.INT8));
        float cells = finish.range(LstmInputs.cellState(operator)).magnitude();
        int bits = Math.max(0, Math.min(MOST_CELL_BITS, Math.getExponent(cells) + (isPowerOfTwo(cells) ? 0 : 1)));
        editor.tensor(LstmInputs.cellState(operator))
                .encoding(Encoding.perTensor(TensorType.INT16, Math.scalb(1f, bits - SHORT_BITS), 0));
        Affine hidden = LstmInputs.isProjected(operator)
                ? Affine.of(
                        finish.range(operator.intermediate(LstmInputs.HIDDEN).orElseThrow()),
                        IntegerScheme.INT8,
                        true,
                        0)
                : output;
        LstmInputs.gates(operator).forEach(gate -> gate(operator, gate, finish));
        if (LstmInputs.isProjected(operator)) {
            float weights = finish.weight(operator, LstmInputs.PROJECTION);
            finish.integers(operator, LstmInputs.PROJECTION_BIAS, weights * hidden.scale());
        }
        intermediates(operator, hidden, finish);
    }

    private static boolean isPowerOfTwo(float value) {
        return value == Math.scalb(1f, Math.getExponent(value));
    }

    private static void gate(Operator operator, int gate, StatefulKernel.Finish finish) {
        float weights = finish.weight(operator, LstmInputs.weights(gate));
        finish.weight(operator, LstmInputs.recurrent(gate));
        LstmInputs.peephole(gate).ifPresent(input -> finish.shorts(operator, input, Short.MAX_VALUE));
        float biasScale = LstmInputs.isNormalized(operator)
                ? finish.shorts(operator, LstmInputs.norm(gate), Short.MAX_VALUE) * NORM_SCALE
                : finish.scales().read(operator, LstmInputs.DATA).scale() * weights;
        finish.integers(operator, LstmInputs.bias(gate), biasScale);
    }

    private static void intermediates(Operator operator, Affine hidden, StatefulKernel.Finish finish) {
        ModelEditor editor = finish.editor();
        if (operator.intermediateCount() <= LstmInputs.HIDDEN) {
            prepare(editor, operator);
        }
        for (int gate = 0; gate < LstmInputs.GATES; gate++) {
            Tensor tensor = operator.intermediate(gate).orElseThrow();
            boolean ranged = LstmInputs.isNormalized(operator)
                    && LstmInputs.gates(operator).contains(gate);
            float scale = ranged
                    ? Affine.of(finish.range(tensor), IntegerScheme.INT16X8, true, 0)
                            .scale()
                    : GATE_SCALE;
            editor.tensor(tensor).encoding(Encoding.perTensor(TensorType.INT16, scale, 0));
        }
        editor.tensor(operator.intermediate(LstmInputs.HIDDEN).orElseThrow())
                .encoding(hidden.encoding(TensorType.INT8));
    }

    /** Gives the operator its five intermediate tensors, in float32 for now. */
    public static void prepare(ModelEditor editor, Operator operator) {
        GraphEditor graph = editor.graph(operator.subgraph());
        Shape shape = LstmInputs.cellState(operator).shape();
        var tensors = new Tensor[LstmInputs.HIDDEN + 1];
        for (int i = 0; i < tensors.length; i++) {
            String name = graph.uniqueName(operator.output().name() + "/intermediate");
            tensors[i] = graph.addTensor(name, TensorType.FLOAT32, shape).tensor();
        }
        editor.operator(operator).intermediates(tensors);
    }
}
