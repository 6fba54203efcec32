package io.lapidary.model.shape;

import static io.lapidary.model.BuiltinOperator.*;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

import io.lapidary.model.OperatorBuilder;
import io.lapidary.model.Tensor;

/** What each kind of operator makes of the shapes that it reads. */
class OperatorShapesTest extends ShapeCase {
    @Test
    void windows() {
        assertShape(conv("SAME", 2, 1), 1, 5, 4, 8);
        assertShape(conv("VALID", 2, 1), 1, 4, 3, 8);
        assertShape(conv("VALID", 1, 2), 1, 5, 4, 8);
        var depthwise = builder.operator(DEPTHWISE_CONV_2D)
                .inputs(input(1, 9, 8, 3), weights(1, 3, 3, 6))
                .option("padding", "VALID")
                .option("stride_w", 3)
                .option("stride_h", 2);
        assertShape(depthwise, 1, 4, 2, 6);
        var pool = builder.operator(AVERAGE_POOL_2D)
                .inputs(input(2, 7, 7, 3))
                .option("padding", "VALID")
                .option("filter_width", 3)
                .option("filter_height", 2)
                .option("stride_w", 2)
                .option("stride_h", 2);
        assertShape(pool, 2, 3, 3, 3);
        var transposed =
                builder.operator(TRANSPOSE_CONV).inputs(ints(1, 8, 8, 2), weights(2, 3, 3, 4), input(1, 4, 4, 4));
        assertShape(transposed, 1, 8, 8, 2);
    }

    private OperatorBuilder conv(String padding, int stride, int dilation) {
        return builder.operator(CONV_2D)
                .inputs(input(1, 9, 8, 3), weights(8, 3, 3, 3))
                .option("padding", padding)
                .option("stride_w", stride)
                .option("stride_h", stride)
                .option("dilation_w_factor", dilation)
                .option("dilation_h_factor", dilation);
    }

    @Test
    void matrices() {
        assertShape(builder.operator(FULLY_CONNECTED).inputs(input(2, 3, 4), weights(5, 12)), 2, 5);
        assertShape(
                builder.operator(FULLY_CONNECTED)
                        .inputs(input(2, 3, 4), weights(5, 4))
                        .option("keep_num_dims", true),
                2,
                3,
                5);
        assertShape(builder.operator(BATCH_MATMUL).inputs(input(2, 1, 3, 4), input(5, 4, 6)), 2, 5, 3, 6);
        assertShape(
                builder.operator(BATCH_MATMUL)
                        .inputs(input(4, 3), input(6, 4))
                        .option("adj_x", true)
                        .option("adj_y", true),
                3,
                6);
        assertUnknown(builder.operator(BATCH_MATMUL).inputs(input(4, 3), input(4, 6)));
    }

    @Test
    void broadcasting() {
        assertShape(builder.operator(ADD).inputs(input(2, 1, 4), input(3, 1)), 2, 3, 4);
        assertShape(builder.operator(SELECT_V2).inputs(input(2, 1), input(1, 3), input(1)), 2, 3);
        assertUnknown(builder.operator(MUL).inputs(input(2, 3), input(2, 4)));
    }

    @Test
    void reductions() {
        assertShape(builder.operator(MEAN).inputs(input(2, 3, 4, 5), ints(1, 2)), 2, 5);
        assertShape(builder.operator(SUM).inputs(input(2, 3, 4), ints(-1)).option("keep_dims", true), 2, 3, 1);
        assertShape(builder.operator(ARG_MAX).inputs(input(2, 3, 4), ints(1)), 2, 4);
        assertShape(builder.operator(TOPK_V2).inputs(input(2, 9), ints(3)), 2, 3);
    }

    @Test
    void reshaping() {
        assertShape(builder.operator(RESHAPE).inputs(input(2, 3, 4), ints(-1, 6)), 4, 6);
        assertShape(builder.operator(RESHAPE).inputs(input(2, 3)).option("new_shape", new int[] {3, -1}), 3, 2);
        assertUnknown(builder.operator(RESHAPE).inputs(input(2, 3), ints(4, 2)));
        assertShape(builder.operator(SQUEEZE).inputs(input(1, 3, 1)), 3);
        assertShape(builder.operator(SQUEEZE).inputs(input(1, 3, 1)).option("squeeze_dims", new int[] {-1}), 1, 3);
        assertShape(builder.operator(EXPAND_DIMS).inputs(input(2, 3), ints(-1)), 2, 3, 1);
        assertShape(builder.operator(TRANSPOSE).inputs(input(2, 3, 4), ints(2, 0, 1)), 4, 2, 3);
        assertShape(builder.operator(SPACE_TO_DEPTH).inputs(input(1, 4, 6, 3)).option("block_size", 2), 1, 2, 3, 12);
        assertShape(builder.operator(DEPTH_TO_SPACE).inputs(input(1, 2, 3, 12)).option("block_size", 2), 1, 4, 6, 3);
        assertShape(
                builder.operator(SPACE_TO_BATCH_ND).inputs(input(1, 5, 7, 3), ints(2, 2), matrix(2, 2, 0, 1, 0, 1)),
                4,
                3,
                4,
                3);
        assertShape(
                builder.operator(BATCH_TO_SPACE_ND).inputs(input(4, 3, 4, 3), ints(2, 2), matrix(2, 2, 0, 1, 0, 1)),
                1,
                5,
                7,
                3);
        assertShape(builder.operator(TILE).inputs(input(2, 3), ints(3, 2)), 6, 6);
    }

    @Test
    void slicing() {
        assertShape(builder.operator(SLICE).inputs(input(5, 6), ints(1, 2), ints(2, -1)), 2, 4);
        assertShape(builder.operator(GATHER).inputs(input(5, 6, 7), ints(0, 2)).option("axis", 1), 5, 2, 7);
        assertShape(builder.operator(GATHER_ND).inputs(input(5, 6, 7), matrix(3, 2, 0, 0, 0, 0, 0, 0)), 3, 7);
        assertShape(builder.operator(SPLIT).inputs(ints(1), input(2, 9)).outputs(output(), output(), output()), 2, 3);
        assertShape(
                builder.operator(SPLIT_V)
                        .inputs(input(2, 9), ints(4, -1), ints(1))
                        .outputs(output(), output()),
                2,
                4);
        assertShape(builder.operator(UNPACK).inputs(input(2, 9)).option("axis", -1), 2);
    }

    @Test
    void stridedSlices() {
        // x[:, 1::2]
        assertShape(
                strided(new int[] {0, 1}, new int[] {0, 0}, new int[] {1, 2})
                        .option("begin_mask", 1)
                        .option("end_mask", 3),
                5,
                3);
        // x[::-1, -1]
        assertShape(
                strided(new int[] {0, -1}, new int[] {0, 0}, new int[] {-1, 1})
                        .option("begin_mask", 1)
                        .option("end_mask", 1)
                        .option("shrink_axis_mask", 2),
                5);
        // x[..., tf.newaxis, 2]
        assertShape(
                strided(new int[] {0, 0, 2}, new int[] {0, 0, 3}, new int[] {1, 1, 1})
                        .option("ellipsis_mask", 1)
                        .option("new_axis_mask", 2)
                        .option("shrink_axis_mask", 4),
                5,
                1);
        // x[1:4:2] of [5, 6]
        assertShape(strided(new int[] {1}, new int[] {4}, new int[] {2}), 2, 6);
    }

    private OperatorBuilder strided(int[] begin, int[] end, int[] strides) {
        return builder.operator(STRIDED_SLICE).inputs(input(5, 6), ints(begin), ints(end), ints(strides));
    }

    @Test
    void joining() {
        assertShape(
                builder.operator(CONCATENATION).inputs(input(2, 3), input(2, 4)).option("axis", -1), 2, 7);
        assertUnknown(
                builder.operator(CONCATENATION).inputs(input(2, 3), input(3, 4)).option("axis", 1));
        assertShape(builder.operator(PACK).inputs(input(2, 3), input(2, 3)).option("axis", 1), 2, 2, 3);
        assertShape(builder.operator(PAD).inputs(input(2, 3), matrix(2, 2, 1, 1, 0, 2)), 4, 5);
        assertShape(builder.operator(RESIZE_BILINEAR).inputs(input(1, 4, 4, 3), ints(8, 9)), 1, 8, 9, 3);
        assertShape(builder.operator(ONE_HOT).inputs(input(2, 3), ints(7)).option("axis", -1), 2, 3, 7);
    }

    @Test
    void recurrent() {
        var unknown = input(1, 1);
        var lstm = new Tensor[20];
        Arrays.fill(lstm, unknown);
        lstm[0] = input(4, 7, 3);
        lstm[6] = weights(16, 5);
        assertShape(builder.operator(UNIDIRECTIONAL_SEQUENCE_LSTM).inputs(lstm), 4, 7, 5);
        assertShape(builder.operator(SVDF).inputs(input(2, 10), weights(8, 10)).option("rank", 2), 2, 4);
        assertShape(builder.operator(RNN).inputs(input(2, 10), weights(6, 10)), 2, 6);
    }
}
