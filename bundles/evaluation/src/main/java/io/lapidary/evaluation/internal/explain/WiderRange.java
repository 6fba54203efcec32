package io.lapidary.evaluation.internal.explain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.evaluation.Advice;
import io.lapidary.api.evaluation.ValueInterval;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Quantization;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.TfliteWriter;

/** An activation that is cut off gets the range that was seen of it, and so does what shares its scale. */
final class WiderRange implements Change {
    /** Kernels that hand integers on: what they read and what they make has one scale. */
    private static final Set<BuiltinOperator> MOVING = EnumSet.of(
            BuiltinOperator.RESHAPE,
            BuiltinOperator.SQUEEZE,
            BuiltinOperator.EXPAND_DIMS,
            BuiltinOperator.TRANSPOSE,
            BuiltinOperator.PAD,
            BuiltinOperator.MIRROR_PAD,
            BuiltinOperator.MAX_POOL_2D,
            BuiltinOperator.AVERAGE_POOL_2D,
            BuiltinOperator.CONCATENATION,
            BuiltinOperator.SLICE,
            BuiltinOperator.STRIDED_SLICE,
            BuiltinOperator.SPLIT,
            BuiltinOperator.SPLIT_V,
            BuiltinOperator.PACK,
            BuiltinOperator.UNPACK,
            BuiltinOperator.GATHER,
            BuiltinOperator.RESIZE_BILINEAR,
            BuiltinOperator.RESIZE_NEAREST_NEIGHBOR,
            BuiltinOperator.SPACE_TO_BATCH_ND,
            BuiltinOperator.BATCH_TO_SPACE_ND,
            BuiltinOperator.SPACE_TO_DEPTH,
            BuiltinOperator.DEPTH_TO_SPACE,
            BuiltinOperator.REVERSE_V2);
    /** Kernels that take any scales. */
    private static final Set<BuiltinOperator> FREE = EnumSet.of(
            BuiltinOperator.CONV_2D,
            BuiltinOperator.DEPTHWISE_CONV_2D,
            BuiltinOperator.FULLY_CONNECTED,
            BuiltinOperator.TRANSPOSE_CONV,
            BuiltinOperator.ADD,
            BuiltinOperator.SUB,
            BuiltinOperator.MUL,
            BuiltinOperator.MEAN,
            BuiltinOperator.SUM,
            BuiltinOperator.RELU,
            BuiltinOperator.RELU6,
            BuiltinOperator.LEAKY_RELU,
            BuiltinOperator.PRELU,
            BuiltinOperator.GELU,
            BuiltinOperator.QUANTIZE);
    /** Kernels that read any scale, and make one of their own. */
    private static final Set<BuiltinOperator> READING = EnumSet.of(
            BuiltinOperator.LOGISTIC,
            BuiltinOperator.TANH,
            BuiltinOperator.SOFTMAX,
            BuiltinOperator.LOG_SOFTMAX,
            BuiltinOperator.L2_NORMALIZATION,
            BuiltinOperator.DEQUANTIZE);

    private final ExplainedModel models;
    private final Operator operator;
    private final Set<Tensor> alike;
    private final double min;
    private final double max;

    private WiderRange(
            ExplainedModel models, Operator operator, Set<Tensor> alike, ValueInterval seen, ValueInterval chosen) {
        this.models = models;
        this.operator = operator;
        this.alike = alike;
        this.min = Math.min(0, Math.min(seen.min(), chosen.min()));
        this.max = Math.max(0, Math.max(seen.max(), chosen.max()));
    }

    /**
     * @param operator whose output is cut off
     * @param seen range of the original's output
     * @param chosen range of the packaged one's
     * @return empty where a kernel around it asks for more than another scale
     */
    static Optional<Change> of(ExplainedModel models, Operator operator, ValueInterval seen, ValueInterval chosen) {
        var alike = new LinkedHashSet<Tensor>();
        var open = new ArrayDeque<>(List.of(operator.output()));
        while (!open.isEmpty()) {
            Tensor tensor = open.remove();
            if (alike.add(tensor)) {
                if (!canChange(tensor)) {
                    return Optional.empty();
                }
                around(tensor)
                        .filter(other -> MOVING.contains(other.type()))
                        .flatMap(other -> Stream.concat(other.inputs().stream(), other.outputs().stream()))
                        .filter(Conversions::isInteger)
                        .forEach(open::add);
            }
        }
        return Optional.of(new WiderRange(models, operator, alike, seen, chosen));
    }

    private static Stream<Operator> around(Tensor tensor) {
        return Stream.concat(tensor.producer().stream(), tensor.consumers().stream());
    }

    private static boolean canChange(Tensor tensor) {
        boolean narrow = tensor.type() == TensorType.INT8 || tensor.type() == TensorType.INT16;
        return narrow
                && tensor.quantization().filter(q -> q.count() == 1).isPresent()
                && tensor.producer()
                        .filter(maker -> MOVING.contains(maker.type()) || FREE.contains(maker.type()))
                        .isPresent()
                && tensor.consumers().stream().allMatch(reader -> canRead(reader, tensor));
    }

    private static boolean canRead(Operator reader, Tensor tensor) {
        boolean known =
                MOVING.contains(reader.type()) || FREE.contains(reader.type()) || READING.contains(reader.type());
        return known
                && Linear.of(reader)
                        .map(linear -> reader.input(linear.data()).orElseThrow() == tensor && linear.canRescale(reader))
                        .orElse(true);
    }

    @Override
    public String kind() {
        return Advice.RANGE;
    }

    @Override
    public Set<Operator> operators() {
        return Set.of(operator);
    }

    @Override
    public String what() {
        return String.format(
                Locale.ROOT, "Let the output of %s range from %.4g to %.4g", Change.name(operator), min, max);
    }

    @Override
    public Wish wish() {
        return Wish.parameter("ranges", ExplainedModel.name(operator) + "=" + (float) min + ":" + (float) max);
    }

    @Override
    public void write(Path file) throws IOException, LapidaryException {
        Model model = TfliteReader.read(models.packagedFile().path());
        ModelEditor editor = ModelEditor.of(model);
        Subgraph graph = model.subgraphs().get(models.packaged().index());
        for (Tensor read : alike) {
            Tensor own = graph.tensors().get(read.index());
            float before = own.quantization().orElseThrow().scale(0);
            Quantization wider = own.type() == TensorType.INT8 ? asymmetric() : symmetric();
            editor.tensor(own).quantization(wider);
            for (Operator reader : own.consumers()) {
                Linear.of(reader)
                        .flatMap(linear -> linear.bias(reader))
                        .ifPresent(bias -> Linear.rescale(editor, bias, times(bias, wider.scale(0) / before)));
            }
        }
        editor.compact();
        TfliteWriter.write(model, file);
    }

    private Quantization asymmetric() {
        float scale = (float) ((max - min) / 255);
        return Quantization.perTensor(scale, Math.max(-128, Math.min(127, Math.round(-128 - min / scale))));
    }

    private Quantization symmetric() {
        return Quantization.perTensor((float) (Math.max(-min, max) / Short.MAX_VALUE), 0);
    }

    private static float[] times(Tensor bias, float factor) {
        float[] scales = bias.quantization().orElseThrow().scales();
        for (int c = 0; c < scales.length; c++) {
            scales[c] *= factor;
        }
        return scales;
    }
}
