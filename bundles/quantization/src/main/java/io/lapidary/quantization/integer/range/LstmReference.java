package io.lapidary.quantization.integer.range;

import java.util.List;
import java.util.Map;

import io.lapidary.model.BufferContent;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.GraphEditor;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Shape;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.integer.rule.LstmInputs;
import io.lapidary.quantization.integer.rule.LstmKernel;

/**
 * What an LSTM computes (Hochreiter and Schmidhuber 1997; with peepholes, projection and layer normalization as in kernels/lstm_eval.cc),
 * as a loop of plain operators, whose numbers can be looked at at every step of time.
 */
final class LstmReference {
    private static final float NORM_EPSILON = 1e-8f;

    private final ModelEditor editor;
    private final Operator lstm;
    private final GraphEditor body;
    private final Map<Tensor, Tensor> standsFor;

    /** @param standsFor is told which tensor of the loop's body shows what the LSTM keeps inside */
    LstmReference(ModelEditor editor, Operator lstm, Map<Tensor, Tensor> standsFor) {
        this.editor = editor;
        this.lstm = lstm;
        this.standsFor = standsFor;
        this.body = editor.addSubgraph("lstm_body");
    }

    /** Whether steps of time are known in number. */
    static boolean isPossible(Operator lstm) {
        return new LstmKernel().obstacle(lstm).isEmpty()
                && lstm.input(LstmInputs.DATA)
                        .filter(data ->
                                data.shapeSignature().isStatic() && data.shape().rank() == (isSequence(lstm) ? 3 : 2))
                        .isPresent();
    }

    private static boolean isSequence(Operator lstm) {
        return lstm.type() == BuiltinOperator.UNIDIRECTIONAL_SEQUENCE_LSTM;
    }

    /**
     * Puts the loop before the LSTM, so that it starts from the same states.
     *
     * @return the loop's body
     */
    Subgraph insert() {
        Tensor data = lstm.input(LstmInputs.DATA).orElseThrow();
        Tensor state = lstm.input(LstmInputs.OUTPUT_STATE).orElseThrow();
        Tensor cells = LstmInputs.cellState(lstm);
        var carried = List.of(state, cells, data);
        GraphEditor outer = editor.graph(lstm.subgraph());
        GraphEditor condition = editor.addSubgraph("lstm_turns");
        int timeAxis = !isSequence(lstm) || lstm.options().booleanValue("time_major") ? 0 : 1;
        int steps = isSequence(lstm) ? data.shape().dim(timeAxis) : 1;
        condition(new Cell(condition), carried, steps);
        body(carried, timeAxis);
        Tensor first = new Cell(outer).number(0);
        Tensor last = new Cell(outer).tensor(TensorType.INT32, Shape.SCALAR);
        var after = carried.stream().map(tensor -> new Cell(outer).like(tensor)).toList();
        outer.operator(BuiltinOperator.WHILE)
                .option("cond_subgraph_index", condition.subgraph().index())
                .option("body_subgraph_index", body.subgraph().index())
                .inputs(first, state, cells, data)
                .outputs(last, after.get(0), after.get(1), after.get(2))
                .insertBefore(lstm);
        return body.subgraph();
    }

    private static void condition(Cell cell, List<Tensor> carried, int steps) {
        Tensor turn = cell.tensor(TensorType.INT32, Shape.SCALAR);
        var rest = carried.stream().map(cell::like).toList();
        cell.graph().inputs(List.of(turn, rest.get(0), rest.get(1), rest.get(2)));
        Tensor more = cell.tensor(TensorType.BOOL, Shape.SCALAR);
        cell.graph()
                .operator(BuiltinOperator.LESS)
                .inputs(turn, cell.number(steps))
                .outputs(more)
                .append();
        cell.graph().outputs(List.of(more));
    }

    private void body(List<Tensor> carried, int timeAxis) {
        var cell = new Cell(body);
        Tensor turn = cell.tensor(TensorType.INT32, Shape.SCALAR);
        Tensor state = cell.like(carried.get(0));
        Tensor cells = cell.like(carried.get(1));
        Tensor data = cell.like(carried.get(2));
        body.inputs(List.of(turn, state, cells, data));
        Tensor now = data;
        if (isSequence(lstm)) {
            int batch = data.shape().dim(1 - timeAxis);
            now = cell.tensor(TensorType.FLOAT32, Shape.of(batch, data.shape().dim(2)));
            body.operator(BuiltinOperator.GATHER)
                    .option("axis", timeAxis)
                    .inputs(data, turn)
                    .outputs(now)
                    .append();
        }
        Tensor forget = cell.logistic(gate(cell, LstmInputs.FORGET_GATE, now, state, cells));
        Tensor input = LstmInputs.hasInputGate(lstm)
                ? cell.logistic(gate(cell, LstmInputs.INPUT_GATE, now, state, cells))
                : cell.apply(BuiltinOperator.SUB, cell.real(1), forget);
        Tensor news = cell.apply(BuiltinOperator.TANH, gate(cell, LstmInputs.CELL_GATE, now, state, cells));
        Tensor sum = cell.apply(
                BuiltinOperator.ADD,
                cell.apply(BuiltinOperator.MUL, forget, cells),
                cell.apply(BuiltinOperator.MUL, input, news));
        Tensor nextCells = clipped(cell, sum, "cell_clip");
        standsFor.put(nextCells, LstmInputs.cellState(lstm));
        Tensor output = cell.logistic(gate(cell, LstmInputs.OUTPUT_GATE, now, state, nextCells));
        Tensor hidden = cell.apply(BuiltinOperator.MUL, output, cell.apply(BuiltinOperator.TANH, nextCells));
        Tensor nextState = hidden;
        if (LstmInputs.isProjected(lstm)) {
            lstm.intermediate(LstmInputs.HIDDEN).ifPresent(kept -> standsFor.put(hidden, kept));
            nextState = clipped(
                    cell, connected(cell, hidden, LstmInputs.PROJECTION, LstmInputs.PROJECTION_BIAS), "proj_clip");
        }
        Tensor next = cell.apply(BuiltinOperator.ADD, turn, cell.number(1));
        body.outputs(List.of(next, nextState, nextCells, data));
    }

    private Tensor gate(Cell cell, int gate, Tensor now, Tensor state, Tensor cells) {
        boolean normalized = LstmInputs.isNormalized(lstm);
        Tensor sum = cell.apply(
                BuiltinOperator.ADD,
                connected(cell, now, LstmInputs.weights(gate), normalized ? -1 : LstmInputs.bias(gate)),
                connected(cell, state, LstmInputs.recurrent(gate), -1));
        var peephole = LstmInputs.peephole(gate).flatMap(lstm::input);
        if (peephole.isPresent()) {
            sum = cell.apply(
                    BuiltinOperator.ADD, sum, cell.apply(BuiltinOperator.MUL, cells, cell.shared(peephole.get())));
        }
        if (!normalized) {
            return sum;
        }
        Tensor before = sum;
        lstm.intermediate(gate).ifPresent(kept -> standsFor.put(before, kept));
        Tensor centred = cell.apply(BuiltinOperator.SUB, sum, cell.mean(sum));
        Tensor variance = cell.mean(cell.apply(BuiltinOperator.MUL, centred, centred));
        Tensor scale =
                cell.apply(BuiltinOperator.RSQRT, cell.apply(BuiltinOperator.ADD, variance, cell.real(NORM_EPSILON)));
        Tensor unit = cell.apply(BuiltinOperator.MUL, centred, scale);
        Tensor scaled = cell.apply(
                BuiltinOperator.MUL,
                unit,
                cell.shared(lstm.input(LstmInputs.norm(gate)).orElseThrow()));
        return cell.apply(
                BuiltinOperator.ADD,
                scaled,
                cell.shared(lstm.input(LstmInputs.bias(gate)).orElseThrow()));
    }

    private Tensor connected(Cell cell, Tensor data, int weights, int bias) {
        Tensor matrix = lstm.input(weights).orElseThrow();
        Tensor made = cell.tensor(
                TensorType.FLOAT32, Shape.of(data.shape().dim(0), matrix.shape().dim(0)));
        var builder = body.operator(BuiltinOperator.FULLY_CONNECTED);
        boolean biased = bias >= 0 && lstm.input(bias).isPresent();
        var operator = biased
                ? builder.inputs(
                        data, cell.shared(matrix), cell.shared(lstm.input(bias).orElseThrow()))
                : builder.inputs(data, cell.shared(matrix));
        operator.outputs(made).append();
        return made;
    }

    private Tensor clipped(Cell cell, Tensor values, String option) {
        float limit = lstm.options().floatValue(option);
        return limit > 0
                ? cell.apply(
                        BuiltinOperator.MAXIMUM,
                        cell.apply(BuiltinOperator.MINIMUM, values, cell.real(limit)),
                        cell.real(-limit))
                : values;
    }

    /** Writes plain operators into a graph. */
    private record Cell(GraphEditor graph) {
        Tensor tensor(TensorType type, Shape shape) {
            return graph.addTensor(graph.uniqueName("reference"), type, shape).tensor();
        }

        Tensor like(Tensor other) {
            return tensor(other.type(), other.shape());
        }

        Tensor number(int value) {
            return graph.addTensor(graph.uniqueName("number"), TensorType.INT32, Shape.SCALAR)
                    .data(BufferContent.ofInts(value))
                    .tensor();
        }

        Tensor real(float value) {
            return graph.addTensor(graph.uniqueName("real"), TensorType.FLOAT32, Shape.SCALAR)
                    .data(BufferContent.ofFloats(value))
                    .tensor();
        }

        /** A constant of another graph. */
        Tensor shared(Tensor constant) {
            return graph.addTensor(graph.uniqueName("shared"), constant.type(), constant.shape())
                    .data(constant.buffer())
                    .tensor();
        }

        /** An element by element operator; its output has the larger input's shape. */
        Tensor apply(BuiltinOperator type, Tensor... inputs) {
            Tensor largest = inputs[0];
            for (Tensor input : inputs) {
                largest = input.shape().elements() > largest.shape().elements() ? input : largest;
            }
            Tensor made = tensor(inputs[0].type(), largest.shape());
            graph.operator(type).inputs(inputs).outputs(made).append();
            return made;
        }

        Tensor logistic(Tensor input) {
            return apply(BuiltinOperator.LOGISTIC, input);
        }

        /** Over the last of two axes. */
        Tensor mean(Tensor input) {
            Tensor axis = graph.addTensor(graph.uniqueName("axis"), TensorType.INT32, Shape.of(1))
                    .data(BufferContent.ofInts(1))
                    .tensor();
            Tensor made = tensor(TensorType.FLOAT32, Shape.of(input.shape().dim(0), 1));
            graph.operator(BuiltinOperator.MEAN)
                    .option("keep_dims", true)
                    .inputs(input, axis)
                    .outputs(made)
                    .append();
            return made;
        }
    }
}
