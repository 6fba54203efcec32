package io.lapidary.quantization.integer.preparation;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

import io.lapidary.model.BufferContent;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.GraphEditor;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Shape;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.integer.rule.Reals;

/**
 * Says operators that have no int16 kernel by others that have one and together compute the same, so that they need not stay
 * float32.
 */
final class Int16Forms {
    /** Copies in one CONCATENATION; with more a TILE stays as it is. */
    private static final int MOST_COPIES = 32;

    private final ModelEditor editor;
    private int changes;

    Int16Forms(ModelEditor editor) {
        this.editor = editor;
    }

    /**
     * @param chosen whether an operator is to be computed in integers
     * @return how many operators were said otherwise
     */
    int say(List<Subgraph> graphs, Predicate<Operator> chosen) {
        for (Subgraph graph : graphs) {
            for (Operator operator : List.copyOf(graph.operators())) {
                boolean real = operator.output(0).filter(Reals::isReal).isPresent()
                        && operator.input(0).filter(Reals::isReal).isPresent();
                if (real && chosen.test(operator)) {
                    new Form(editor.graph(graph), operator).say();
                }
            }
        }
        return changes;
    }

    /** The other form of one operator. */
    private final class Form {
        private final GraphEditor graph;
        private final Operator operator;
        private final Tensor input;
        private final Tensor output;

        Form(GraphEditor graph, Operator operator) {
            this.graph = graph;
            this.operator = operator;
            this.input = operator.input(0).orElseThrow();
            this.output = operator.output();
        }

        void say() {
            switch (operator.type()) {
                case SQUARED_DIFFERENCE -> squaredDifference();
                case HARD_SWISH -> hardSwish();
                case ELU -> elu();
                case RELU_N1_TO_1 -> {
                    Tensor below = made(BuiltinOperator.MINIMUM, "NONE", input, number(1));
                    end(BuiltinOperator.MAXIMUM, below, number(-1));
                }
                case RELU_0_TO_1 -> end(BuiltinOperator.RELU, made(BuiltinOperator.MINIMUM, "NONE", input, number(1)));
                case DEPTH_TO_SPACE -> depthToSpace();
                case SPACE_TO_DEPTH -> spaceToDepth();
                case TILE -> tile();
                default -> {
                    // It has a kernel, or none that this could be said with.
                }
            }
        }

        private void squaredDifference() {
            Tensor difference =
                    made(BuiltinOperator.SUB, "NONE", input, operator.input(1).orElseThrow());
            end(BuiltinOperator.MUL, difference, difference);
        }

        /** {@code x relu6(x + 3) / 6}. */
        private void hardSwish() {
            Tensor gate = made(BuiltinOperator.ADD, "RELU6", input, number(3));
            end(BuiltinOperator.MUL, made(BuiltinOperator.MUL, "NONE", input, gate), number(1 / 6f));
        }

        /** {@code relu(x) + (exp(min(x, 0)) - 1)}. */
        private void elu() {
            Tensor power = made(BuiltinOperator.EXP, "NONE", made(BuiltinOperator.MINIMUM, "NONE", input, number(0)));
            Tensor negative = made(BuiltinOperator.SUB, "NONE", power, number(1));
            end(BuiltinOperator.ADD, made(BuiltinOperator.RELU, "NONE", input), negative);
        }

        /** [N, H, W, b b C] by way of [N H, W, b, b C] and [N H, b, W, b C] to [N, H b, W b, C]. */
        private void depthToSpace() {
            Shape from = input.shapeSignature();
            int block = operator.options().intValue("block_size");
            if (isStaticImage(from)) {
                int width = from.dim(2);
                int depth = from.dim(3) / block;
                swap(new int[] {rows(from), width, block, depth}, output.shapeSignature());
            }
        }

        /** [N, H b, W b, C] by way of [N H, b, W, b C] and [N H, W, b, b C] to [N, H, W, b b C]. */
        private void spaceToDepth() {
            Shape to = output.shapeSignature();
            int block = operator.options().intValue("block_size");
            if (isStaticImage(to)) {
                swap(new int[] {rows(to), block, to.dim(2), to.dim(3) / block}, to);
            }
        }

        private static boolean isStaticImage(Shape shape) {
            return shape.rank() == 4 && shape.dim(1) > 0 && shape.dim(2) > 0 && shape.dim(3) > 0;
        }

        /** Of all images of the batch; -1 where their number is not known. */
        private static int rows(Shape shape) {
            return shape.dim(0) > 0 ? shape.dim(0) * shape.dim(1) : -1;
        }

        private void swap(int[] before, Shape to) {
            Tensor split = tensor(Shape.of(before));
            add(BuiltinOperator.RESHAPE, split, input, ints(before));
            Tensor swapped = tensor(Shape.of(before[0], before[2], before[1], before[3]));
            add(BuiltinOperator.TRANSPOSE, swapped, split, ints(0, 2, 1, 3));
            end(BuiltinOperator.RESHAPE, swapped, ints(to.dims()));
        }

        private void tile() {
            int[] multiples = operator.input(1)
                    .filter(tensor -> tensor.isConstant() && tensor.type() == TensorType.INT32)
                    .map(tensor -> {
                        int[] values = new int[tensor.data().remaining() / Integer.BYTES];
                        tensor.data().asIntBuffer().get(values);
                        return values;
                    })
                    .orElse(new int[0]);
            boolean fits = multiples.length == input.shape().rank()
                    && Arrays.stream(multiples).allMatch(count -> count > 0 && count <= MOST_COPIES);
            long axes = Arrays.stream(multiples).filter(count -> count > 1).count();
            if (!fits || axes == 0) {
                return;
            }
            Tensor tiled = input;
            int[] dims = input.shapeSignature().dims();
            for (int axis = 0; axis < multiples.length; axis++) {
                if (multiples[axis] > 1) {
                    axes--;
                    dims[axis] = dims[axis] > 0 ? dims[axis] * multiples[axis] : -1;
                    Tensor next = axes == 0 ? output : tensor(Shape.of(dims));
                    var copies = new Tensor[multiples[axis]];
                    Arrays.fill(copies, tiled);
                    graph.operator(BuiltinOperator.CONCATENATION)
                            .option("axis", axis)
                            .inputs(copies)
                            .outputs(next)
                            .insertBefore(operator);
                    tiled = next;
                }
            }
            remove();
        }

        private void end(BuiltinOperator type, Tensor... inputs) {
            add(type, output, inputs);
            remove();
        }

        private void remove() {
            graph.remove(operator);
            changes++;
        }

        private void add(BuiltinOperator type, Tensor result, Tensor... inputs) {
            graph.operator(type).inputs(inputs).outputs(result).insertBefore(operator);
        }

        private Tensor made(BuiltinOperator type, String fused, Tensor... inputs) {
            Tensor result = tensor(output.shapeSignature());
            var made = graph.operator(type).inputs(inputs).outputs(result);
            if (!fused.equals("NONE")) {
                made.option("fused_activation_function", fused);
            }
            made.insertBefore(operator);
            return result;
        }

        private Tensor tensor(Shape shape) {
            return graph.addTensor(graph.uniqueName(output.name() + "/part"), TensorType.FLOAT32, shape)
                    .tensor();
        }

        private Tensor number(float value) {
            return graph.addTensor(graph.uniqueName(output.name() + "/number"), TensorType.FLOAT32, Shape.SCALAR)
                    .data(BufferContent.ofFloats(value))
                    .tensor();
        }

        private Tensor ints(int... values) {
            return graph.addTensor(
                            graph.uniqueName(output.name() + "/shape"), TensorType.INT32, Shape.of(values.length))
                    .data(BufferContent.ofInts(values))
                    .tensor();
        }
    }
}
