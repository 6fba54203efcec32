package io.lapidary.model.shape;

import static io.lapidary.model.BuiltinOperator.AVERAGE_POOL_2D;
import static io.lapidary.model.BuiltinOperator.CONV_2D;
import static io.lapidary.model.BuiltinOperator.CONV_3D;
import static io.lapidary.model.BuiltinOperator.CONV_3D_TRANSPOSE;
import static io.lapidary.model.BuiltinOperator.DEPTHWISE_CONV_2D;
import static io.lapidary.model.BuiltinOperator.L2_POOL_2D;
import static io.lapidary.model.BuiltinOperator.MAX_POOL_2D;
import static io.lapidary.model.BuiltinOperator.TRANSPOSE_CONV;

import java.util.List;
import java.util.Map;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Shape;

/** Windows that slide over [N, H, W, C] or [N, D, H, W, C]. */
final class ConvolutionShapes {
    private ConvolutionShapes() {}

    static void register(Map<BuiltinOperator, ShapeRule> rules) {
        rules.put(CONV_2D, ShapeRule.one(op -> convolution(op, 0)));
        rules.put(DEPTHWISE_CONV_2D, ShapeRule.one(op -> convolution(op, 3)));
        rules.put(CONV_3D, ShapeRule.one(ConvolutionShapes::convolution3d));
        for (var pool : List.of(AVERAGE_POOL_2D, MAX_POOL_2D, L2_POOL_2D)) {
            rules.put(pool, ShapeRule.one(ConvolutionShapes::pool));
        }
        for (var transposed : List.of(TRANSPOSE_CONV, CONV_3D_TRANSPOSE)) {
            rules.put(transposed, ShapeRule.one(op -> Dimensions.shape(op.values(0))));
        }
    }

    /** Filter [O, H, W, I] for a convolution, [1, H, W, O] for a depthwise one. */
    private static Shape convolution(OperatorView op, int outputAxis) {
        var input = op.shape(0);
        var filter = op.shape(1);
        String padding = op.options().enumValue("padding");
        return Dimensions.shape(
                input.dim(0),
                Dimensions.window(
                        padding, input.dim(1), filter.dim(1), op.option("stride_h"), op.option("dilation_h_factor")),
                Dimensions.window(
                        padding, input.dim(2), filter.dim(2), op.option("stride_w"), op.option("dilation_w_factor")),
                filter.dim(outputAxis));
    }

    /** Filter [D, H, W, I, O]. */
    private static Shape convolution3d(OperatorView op) {
        var input = op.shape(0);
        var filter = op.shape(1);
        String padding = op.options().enumValue("padding");
        int[] dims = {input.dim(0), 0, 0, 0, filter.dim(4)};
        String[] axes = {"d", "h", "w"};
        for (int i = 0; i < axes.length; i++) {
            dims[i + 1] = Dimensions.window(
                    padding,
                    input.dim(i + 1),
                    filter.dim(i),
                    op.option("stride_" + axes[i]),
                    op.option("dilation_" + axes[i] + "_factor"));
        }
        return Dimensions.shape(dims);
    }

    private static Shape pool(OperatorView op) {
        var input = op.shape(0);
        String padding = op.options().enumValue("padding");
        return Dimensions.shape(
                input.dim(0),
                Dimensions.window(padding, input.dim(1), op.option("filter_height"), op.option("stride_h"), 1),
                Dimensions.window(padding, input.dim(2), op.option("filter_width"), op.option("stride_w"), 1),
                input.dim(3));
    }
}
