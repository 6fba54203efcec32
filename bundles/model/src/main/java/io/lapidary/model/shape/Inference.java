package io.lapidary.model.shape;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;
import io.lapidary.model.Shape;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;

/** One walk over a graph and what it calls: shapes and, of shape arithmetic, values. */
final class Inference {
    private static final int DEEPEST_CALL = 16;

    /** Operators walked in all, since subgraphs that call each other twice would multiply them. */
    private static final int MOST_STEPS = 1_000_000;

    private static final Map<BuiltinOperator, ShapeRule> SHAPES = shapeRules();
    private static final Map<BuiltinOperator, ValueRule> VALUES = ShapeValues.rules();

    private final Map<Tensor, Shape> shapes = new LinkedHashMap<>();
    private final Map<Tensor, long[]> values = new LinkedHashMap<>();
    private final Map<Operator, String> unknown = new LinkedHashMap<>();
    private int depth;
    private int steps;

    private static Map<BuiltinOperator, ShapeRule> shapeRules() {
        var rules = new EnumMap<BuiltinOperator, ShapeRule>(BuiltinOperator.class);
        ElementwiseShapes.register(rules);
        ConvolutionShapes.register(rules);
        MatrixShapes.register(rules);
        ReductionShapes.register(rules);
        ReshapeShapes.register(rules);
        SliceShapes.register(rules);
        JoinShapes.register(rules);
        RecurrentShapes.register(rules);
        ControlShapes.register(rules);
        return rules;
    }

    static boolean knows(BuiltinOperator type) {
        return SHAPES.containsKey(type);
    }

    Map<Tensor, Shape> shapes() {
        return shapes;
    }

    Map<Operator, String> unknown() {
        return unknown;
    }

    void put(Tensor tensor, Shape shape) {
        shapes.put(tensor, shape);
    }

    /** What was inferred; what the file states for tensors that nothing makes: constants and variables. */
    Optional<Shape> shape(Tensor tensor) {
        var inferred = Optional.ofNullable(shapes.get(tensor));
        return inferred.isPresent() || tensor.producer().isPresent() ? inferred : Optional.of(tensor.shape());
    }

    Optional<long[]> values(Tensor tensor) {
        if (tensor.isConstant()) {
            return constant(tensor);
        }
        boolean none = shape(tensor)
                .filter(shape -> shape.isStatic() && shape.elements() == 0)
                .isPresent();
        return none
                ? Optional.of(new long[0])
                : Optional.ofNullable(values.get(tensor)).map(long[]::clone);
    }

    private static Optional<long[]> constant(Tensor tensor) {
        ByteBuffer data = tensor.data();
        int width = tensor.type().bits() / Byte.SIZE;
        if (width == 0 || data.remaining() / width > ShapeValues.MOST_ELEMENTS) {
            return Optional.empty();
        }
        long[] values = new long[data.remaining() / width];
        for (int i = 0; i < values.length; i++) {
            switch (tensor.type()) {
                case INT32 -> values[i] = data.getInt(i * width);
                case INT64 -> values[i] = data.getLong(i * width);
                case INT16 -> values[i] = data.getShort(i * width);
                case INT8 -> values[i] = data.get(i);
                default -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(values);
    }

    void walk(Subgraph graph) {
        for (Operator operator : graph.operators()) {
            var view = new OperatorView(operator, this);
            inferShapes(operator, view);
            inferValues(operator, view);
        }
    }

    private void inferShapes(Operator operator, OperatorView view) {
        var rule = SHAPES.get(operator.type());
        if (rule == null) {
            unknown.put(operator, "no rule gives the output shapes of " + operator.type());
            return;
        }
        try {
            var outputs = rule.outputs(view);
            for (int i = 0; i < Math.min(outputs.size(), operator.outputCount()); i++) {
                var shape = outputs.get(i);
                operator.output(i).ifPresent(tensor -> shapes.put(tensor, shape));
            }
        } catch (UnknownShape | IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
            // What does not fit together has no shape; a structural check or the runtime says what is wrong with it.
            unknown.put(operator, String.valueOf(e.getMessage()));
        }
    }

    private void inferValues(Operator operator, OperatorView view) {
        var rule = VALUES.get(operator.type());
        if (rule == null || operator.outputCount() != 1 || !isShapeType(operator.output())) {
            return;
        }
        try {
            values.put(operator.output(), rule.value(view));
        } catch (UnknownShape | IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
            // Values that are only known at run time matter only to an operator that asks for them, and that one says
            // so.
            values.remove(operator.output());
        }
    }

    private static boolean isShapeType(Tensor tensor) {
        return switch (tensor.type()) {
            case INT32, INT64 -> true;
            default -> false;
        };
    }

    List<Shape> call(Subgraph graph, OperatorView caller, int from) {
        steps += graph.operators().size();
        if (depth == DEEPEST_CALL || steps > MOST_STEPS) {
            throw new UnknownShape("subgraphs call each other without end");
        }
        for (int i = 0; i < graph.inputs().size(); i++) {
            shapes.put(graph.inputs().get(i), caller.shape(from + i));
        }
        depth++;
        try {
            walk(graph);
        } finally {
            depth--;
        }
        var outputs = new ArrayList<Shape>();
        for (Tensor output : graph.outputs()) {
            outputs.add(shape(output).orElseThrow(() -> new UnknownShape("the output of " + graph + " is unknown")));
        }
        return outputs;
    }
}
