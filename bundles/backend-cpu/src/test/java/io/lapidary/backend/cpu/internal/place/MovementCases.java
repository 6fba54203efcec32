package io.lapidary.backend.cpu.internal.place;

import static io.lapidary.model.TensorType.FLOAT32;
import static io.lapidary.model.TensorType.INT16;
import static io.lapidary.model.TensorType.INT8;
import static io.lapidary.model.TensorType.UINT8;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.TensorType;

/** Models of one operator that move data, sum it up or convert it. */
final class MovementCases {
    private final Map<String, OneOperator> all = new LinkedHashMap<>();

    private MovementCases() {}

    static Map<String, OneOperator> all() {
        var cases = new MovementCases();
        cases.matMuls();
        cases.pools();
        cases.reductions();
        cases.movement();
        cases.slices();
        cases.conversions();
        return cases.all;
    }

    private void add(String name, OneOperator operator) {
        all.put(name, operator);
    }

    private void matMuls() {
        add(
                "BATCH_MATMUL float32",
                OneOperator.of(BuiltinOperator.BATCH_MATMUL)
                        .input(FLOAT32, 1, 4, 8)
                        .input(FLOAT32, 1, 8, 4)
                        .output(FLOAT32, 1, 4, 4));
        add(
                "BATCH_MATMUL int8",
                OneOperator.of(BuiltinOperator.BATCH_MATMUL)
                        .version(2)
                        .input(INT8, 1, 4, 8)
                        .input(INT8, 0.5f, 0, 1, 8, 4)
                        .output(INT8, 1, 4, 4));
        add(
                "BATCH_MATMUL int8 offset",
                OneOperator.of(BuiltinOperator.BATCH_MATMUL)
                        .version(2)
                        .input(INT8, 1, 4, 8)
                        .input(INT8, 0.5f, 3, 1, 8, 4)
                        .output(INT8, 1, 4, 4));
        add(
                "BATCH_MATMUL hybrid",
                OneOperator.of(BuiltinOperator.BATCH_MATMUL)
                        .version(4)
                        .input(FLOAT32, 1, 4, 8)
                        .weights(INT8, 1, 8, 4)
                        .output(FLOAT32, 1, 4, 4));
    }

    private void pools() {
        for (BuiltinOperator type : List.of(BuiltinOperator.AVERAGE_POOL_2D, BuiltinOperator.MAX_POOL_2D)) {
            for (TensorType element : List.of(FLOAT32, INT8, UINT8)) {
                add(type + " " + element, pool(type, element, 2, 2));
            }
            add(type + " stride 3", pool(type, FLOAT32, 2, 3));
        }
    }

    private static OneOperator pool(BuiltinOperator type, TensorType element, int filter, int stride) {
        int size = 6 / stride;
        return OneOperator.of(type)
                .version(element == FLOAT32 ? 1 : 2)
                .input(element, 1, 6, 6, 4)
                .output(element, 1, size, size, 4)
                .option("stride_w", stride)
                .option("stride_h", stride)
                .option("filter_width", filter)
                .option("filter_height", filter)
                .option("padding", "VALID");
    }

    private void reductions() {
        for (BuiltinOperator type : List.of(
                BuiltinOperator.MEAN,
                BuiltinOperator.SUM,
                BuiltinOperator.REDUCE_MAX,
                BuiltinOperator.REDUCE_MIN,
                BuiltinOperator.REDUCE_PROD)) {
            for (TensorType element : List.of(FLOAT32, INT8)) {
                add(
                        type + " " + element,
                        OneOperator.of(type)
                                .version(2)
                                .input(element, 1, 4, 4, 8)
                                .ints(1, 2)
                                .output(element, 1, 8));
                add(
                        type + " " + element + " channels",
                        OneOperator.of(type)
                                .version(2)
                                .input(element, 1, 4, 4, 8)
                                .ints(3)
                                .output(element, 1, 4, 4));
            }
        }
    }

    private void movement() {
        for (TensorType t : List.of(FLOAT32, INT8, UINT8)) {
            add(
                    "RESHAPE " + t,
                    OneOperator.of(BuiltinOperator.RESHAPE)
                            .input(t, 1, 4, 4)
                            .ints(1, 16)
                            .output(t, 1, 16));
            add(
                    "PAD " + t,
                    OneOperator.of(BuiltinOperator.PAD)
                            .version(2)
                            .input(t, 4, 4)
                            .table(2, 2, 1, 1, 1, 1)
                            .output(t, 6, 6));
            add("CONCATENATION " + t, concatenation(t, 3));
            add(
                    "TRANSPOSE " + t,
                    OneOperator.of(BuiltinOperator.TRANSPOSE)
                            .version(2)
                            .input(t, 2, 3)
                            .ints(1, 0)
                            .output(t, 3, 2));
            add(
                    "RESIZE_BILINEAR " + t,
                    OneOperator.of(BuiltinOperator.RESIZE_BILINEAR)
                            .version(3)
                            .input(t, 1, 4, 4, 2)
                            .ints(8, 8)
                            .output(t, 1, 8, 8, 2)
                            .option("half_pixel_centers", true));
            add(
                    "SPACE_TO_DEPTH " + t,
                    OneOperator.of(BuiltinOperator.SPACE_TO_DEPTH)
                            .version(2)
                            .input(t, 1, 4, 4, 2)
                            .output(t, 1, 2, 2, 8)
                            .option("block_size", 2));
            add(
                    "DEPTH_TO_SPACE " + t,
                    OneOperator.of(BuiltinOperator.DEPTH_TO_SPACE)
                            .version(2)
                            .input(t, 1, 2, 2, 8)
                            .output(t, 1, 4, 4, 2)
                            .option("block_size", 2));
            add("SPLIT " + t, split(t, 2));
        }
        add("CONCATENATION of 5", concatenation(FLOAT32, 5));
        add("CONCATENATION of 6", concatenation(FLOAT32, 6));
        add("SPLIT of 4", split(FLOAT32, 4));
        add("SPLIT of 5", split(FLOAT32, 5));
        add(
                "SQUEEZE",
                OneOperator.of(BuiltinOperator.SQUEEZE)
                        .input(FLOAT32, 1, 1, 8)
                        .output(FLOAT32, 1, 8)
                        .option("squeeze_dims", new int[] {1}));
        add(
                "EXPAND_DIMS",
                OneOperator.of(BuiltinOperator.EXPAND_DIMS)
                        .input(FLOAT32, 1, 8)
                        .scalar(1)
                        .output(FLOAT32, 1, 1, 8));
    }

    private static OneOperator concatenation(TensorType type, int count) {
        var op = OneOperator.of(BuiltinOperator.CONCATENATION).version(2);
        for (int i = 0; i < count; i++) {
            op.input(type, 1, 4);
        }
        return op.output(type, 1, 4 * count).option("axis", 1);
    }

    private static OneOperator split(TensorType type, int count) {
        var op = OneOperator.of(BuiltinOperator.SPLIT)
                .version(2)
                .scalar(1)
                .input(type, 1, 2 * count)
                .option("num_splits", count);
        for (int i = 0; i < count; i++) {
            op.output(type, 1, 2);
        }
        return op;
    }

    private void slices() {
        for (TensorType t : List.of(FLOAT32, INT8)) {
            add(
                    "SLICE " + t,
                    OneOperator.of(BuiltinOperator.SLICE)
                            .version(2)
                            .input(t, 4, 8)
                            .ints(0, 2)
                            .ints(4, 4)
                            .output(t, 4, 4));
            add("STRIDED_SLICE " + t, strided(t, 1, 0));
        }
        add(
                "SLICE to the end",
                OneOperator.of(BuiltinOperator.SLICE)
                        .input(FLOAT32, 4, 8)
                        .ints(0, 2)
                        .ints(4, -1)
                        .output(FLOAT32, 4, 6));
        add("STRIDED_SLICE by 2", strided(FLOAT32, 2, 0));
        add("STRIDED_SLICE shrinking", strided(FLOAT32, 1, 1));
    }

    private static OneOperator strided(TensorType type, int stride, int shrink) {
        var op = OneOperator.of(BuiltinOperator.STRIDED_SLICE)
                .version(2)
                .input(type, 4, 8)
                .ints(0, 0)
                .ints(shrink == 0 ? 4 : 1, 4)
                .ints(1, stride)
                .option("shrink_axis_mask", shrink);
        return shrink == 0 ? op.output(type, 4, 4 / stride) : op.output(type, 4 / stride);
    }

    private void conversions() {
        add(
                "QUANTIZE to int8",
                OneOperator.of(BuiltinOperator.QUANTIZE).input(FLOAT32, 1, 8).output(INT8, 1, 8));
        add(
                "QUANTIZE to uint8",
                OneOperator.of(BuiltinOperator.QUANTIZE).input(FLOAT32, 1, 8).output(UINT8, 1, 8));
        add(
                "QUANTIZE to int16",
                OneOperator.of(BuiltinOperator.QUANTIZE)
                        .version(2)
                        .input(FLOAT32, 1, 8)
                        .output(INT16, 1, 8));
        add(
                "QUANTIZE again",
                OneOperator.of(BuiltinOperator.QUANTIZE)
                        .version(2)
                        .input(INT8, 0.5f, 0, 1, 8)
                        .output(INT8, 0.25f, 1, 1, 8));
        add(
                "QUANTIZE signedness",
                OneOperator.of(BuiltinOperator.QUANTIZE)
                        .version(2)
                        .input(INT8, 1, 8)
                        .output(UINT8, 1, 8));
        add(
                "DEQUANTIZE int8",
                OneOperator.of(BuiltinOperator.DEQUANTIZE)
                        .version(2)
                        .input(INT8, 1, 8)
                        .output(FLOAT32, 1, 8));
        add(
                "DEQUANTIZE uint8",
                OneOperator.of(BuiltinOperator.DEQUANTIZE).input(UINT8, 1, 8).output(FLOAT32, 1, 8));
        add(
                "DEQUANTIZE int16",
                OneOperator.of(BuiltinOperator.DEQUANTIZE)
                        .version(3)
                        .input(INT16, 1, 8)
                        .output(FLOAT32, 1, 8));
    }
}
