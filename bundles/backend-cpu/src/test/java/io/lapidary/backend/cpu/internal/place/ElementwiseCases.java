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

/** Models of one operator element by element. */
final class ElementwiseCases {
    private final Map<String, OneOperator> all = new LinkedHashMap<>();

    private ElementwiseCases() {}

    static Map<String, OneOperator> all() {
        var cases = new ElementwiseCases();
        cases.unary();
        cases.binary();
        cases.never();
        return cases.all;
    }

    private void add(String name, OneOperator operator) {
        all.put(name, operator);
    }

    private void unary() {
        for (BuiltinOperator type : List.of(
                BuiltinOperator.ABS,
                BuiltinOperator.CEIL,
                BuiltinOperator.COS,
                BuiltinOperator.EXP,
                BuiltinOperator.FLOOR,
                BuiltinOperator.GELU,
                BuiltinOperator.HARD_SWISH,
                BuiltinOperator.LOG,
                BuiltinOperator.NEG,
                BuiltinOperator.RELU,
                BuiltinOperator.RELU6,
                BuiltinOperator.RELU_N1_TO_1,
                BuiltinOperator.RELU_0_TO_1,
                BuiltinOperator.ROUND,
                BuiltinOperator.RSQRT,
                BuiltinOperator.SIN,
                BuiltinOperator.SQRT,
                BuiltinOperator.SQUARE,
                BuiltinOperator.SIGN,
                BuiltinOperator.ELU,
                BuiltinOperator.L2_NORMALIZATION,
                BuiltinOperator.LOG_SOFTMAX)) {
            add(
                    type + " float32",
                    OneOperator.of(type).input(FLOAT32, 1, 4, 4, 8).output(FLOAT32, 1, 4, 4, 8));
        }
        for (BuiltinOperator type : List.of(
                BuiltinOperator.ABS,
                BuiltinOperator.EXP,
                BuiltinOperator.GELU,
                BuiltinOperator.RELU,
                BuiltinOperator.RELU6)) {
            add(
                    type + " int8",
                    OneOperator.of(type).version(2).input(INT8, 1, 8).output(INT8, 1, 8));
        }
        add(
                "HARD_SWISH int8",
                OneOperator.of(BuiltinOperator.HARD_SWISH).input(INT8, 1, 8).output(INT8, 1, 8));
        add("ELU int8", OneOperator.of(BuiltinOperator.ELU).input(INT8, 1, 8).output(INT8, 1, 8));
        for (BuiltinOperator type : List.of(BuiltinOperator.LOGISTIC, BuiltinOperator.TANH)) {
            float scale = type == BuiltinOperator.TANH ? 1 / 128f : 1 / 256f;
            add(type + " float32", OneOperator.of(type).input(FLOAT32, 1, 8).output(FLOAT32, 1, 8));
            add(
                    type + " int8",
                    OneOperator.of(type)
                            .version(2)
                            .input(INT8, 1, 8)
                            .output(INT8, scale, type == BuiltinOperator.TANH ? 0 : -128, 1, 8));
            add(
                    type + " uint8",
                    OneOperator.of(type)
                            .input(UINT8, 1, 8)
                            .output(UINT8, scale, type == BuiltinOperator.TANH ? 128 : 0, 1, 8));
            add(
                    type + " int16",
                    OneOperator.of(type).version(3).input(INT16, 1, 8).output(INT16, 1 / 32768f, 0, 1, 8));
        }
        for (TensorType type : List.of(FLOAT32, INT8, UINT8, INT16)) {
            add(
                    "LEAKY_RELU " + type,
                    OneOperator.of(BuiltinOperator.LEAKY_RELU)
                            .version(2)
                            .input(type, 1, 8)
                            .output(type, 1, 8)
                            .option("alpha", 0.1f));
        }
        add(
                "LEAKY_RELU int8 wide",
                OneOperator.of(BuiltinOperator.LEAKY_RELU)
                        .version(2)
                        .input(INT8, 100f, 0, 1, 8)
                        .output(INT8, 0.5f, 0, 1, 8)
                        .option("alpha", 0.1f));
        add(
                "LEAKY_RELU no slope",
                OneOperator.of(BuiltinOperator.LEAKY_RELU)
                        .input(FLOAT32, 1, 8)
                        .output(FLOAT32, 1, 8)
                        .option("alpha", 0f));
        add(
                "SOFTMAX",
                OneOperator.of(BuiltinOperator.SOFTMAX)
                        .input(FLOAT32, 1, 8)
                        .output(FLOAT32, 1, 8)
                        .option("beta", 1f));
        add(
                "SOFTMAX beta 2",
                OneOperator.of(BuiltinOperator.SOFTMAX)
                        .input(FLOAT32, 1, 8)
                        .output(FLOAT32, 1, 8)
                        .option("beta", 2f));
        add(
                "SOFTMAX int8",
                OneOperator.of(BuiltinOperator.SOFTMAX)
                        .version(2)
                        .input(INT8, 1, 8)
                        .output(INT8, 1 / 256f, -128, 1, 8)
                        .option("beta", 1f));
        add(
                "PRELU",
                OneOperator.of(BuiltinOperator.PRELU)
                        .input(FLOAT32, 1, 4, 4, 8)
                        .weights(FLOAT32, 1, 1, 8)
                        .output(FLOAT32, 1, 4, 4, 8));
    }

    private void binary() {
        for (BuiltinOperator type : List.of(BuiltinOperator.ADD, BuiltinOperator.SUB, BuiltinOperator.MUL)) {
            for (TensorType element : List.of(FLOAT32, INT8, UINT8)) {
                add(
                        type + " " + element,
                        OneOperator.of(type)
                                .version(2)
                                .input(element, 1, 8)
                                .input(element, 1, 8)
                                .output(element, 1, 8));
            }
            add(
                    type + " relu6",
                    OneOperator.of(type)
                            .input(FLOAT32, 1, 8)
                            .input(FLOAT32, 1, 8)
                            .output(FLOAT32, 1, 8)
                            .option("fused_activation_function", "RELU6"));
            add(
                    type + " constant",
                    OneOperator.of(type)
                            .input(FLOAT32, 1, 8)
                            .weights(FLOAT32, 8)
                            .output(FLOAT32, 1, 8));
        }
        add(
                "ADD int8 far scales",
                OneOperator.of(BuiltinOperator.ADD)
                        .version(2)
                        .input(INT8, 0.0001f, 0, 1, 8)
                        .input(INT8, 0.5f, 0, 1, 8)
                        .output(INT8, 0.5f, 0, 1, 8));
        add(
                "MUL int8 far scales",
                OneOperator.of(BuiltinOperator.MUL)
                        .version(2)
                        .input(INT8, 0.0001f, 0, 1, 8)
                        .input(INT8, 0.01f, 0, 1, 8)
                        .output(INT8, 0.5f, 0, 1, 8));
        add(
                "ADD int32",
                OneOperator.of(BuiltinOperator.ADD)
                        .input(TensorType.INT32, 1, 8)
                        .input(TensorType.INT32, 1, 8)
                        .output(TensorType.INT32, 1, 8));
        for (BuiltinOperator type : List.of(
                BuiltinOperator.DIV,
                BuiltinOperator.MAXIMUM,
                BuiltinOperator.MINIMUM,
                BuiltinOperator.SQUARED_DIFFERENCE,
                BuiltinOperator.POW,
                BuiltinOperator.FLOOR_DIV)) {
            add(
                    type + " float32",
                    OneOperator.of(type)
                            .input(FLOAT32, 1, 8)
                            .input(FLOAT32, 1, 8)
                            .output(FLOAT32, 1, 8));
        }
        for (BuiltinOperator type :
                List.of(BuiltinOperator.MAXIMUM, BuiltinOperator.MINIMUM, BuiltinOperator.SQUARED_DIFFERENCE)) {
            add(
                    type + " int8",
                    OneOperator.of(type)
                            .version(2)
                            .input(INT8, 1, 8)
                            .input(INT8, 1, 8)
                            .output(INT8, 1, 8));
        }
        add(
                "ABS 7 dimensions",
                OneOperator.of(BuiltinOperator.ABS)
                        .input(FLOAT32, 1, 1, 1, 1, 1, 2, 4)
                        .output(FLOAT32, 1, 1, 1, 1, 1, 2, 4));
    }

    private void never() {
        add(
                "PACK",
                OneOperator.of(BuiltinOperator.PACK)
                        .input(FLOAT32, 1, 8)
                        .input(FLOAT32, 1, 8)
                        .output(FLOAT32, 2, 1, 8)
                        .option("values_count", 2));
        add(
                "RESIZE_NEAREST_NEIGHBOR",
                OneOperator.of(BuiltinOperator.RESIZE_NEAREST_NEIGHBOR)
                        .input(FLOAT32, 1, 4, 4, 2)
                        .ints(8, 8)
                        .output(FLOAT32, 1, 8, 8, 2));
        add(
                "ARG_MAX",
                OneOperator.of(BuiltinOperator.ARG_MAX)
                        .input(FLOAT32, 1, 8)
                        .scalar(1)
                        .output(TensorType.INT64, 1)
                        .option("output_type", TensorType.INT64));
        add("CAST", OneOperator.of(BuiltinOperator.CAST).input(FLOAT32, 1, 8).output(TensorType.INT32, 1, 8));
        add(
                "ADD_N",
                OneOperator.of(BuiltinOperator.ADD_N)
                        .input(FLOAT32, 1, 8)
                        .input(FLOAT32, 1, 8)
                        .output(FLOAT32, 1, 8));
    }
}
