package io.lapidary.technique.int8.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.Kernels;
import io.lapidary.api.technique.TechniqueResult;
import io.lapidary.api.work.Finding;
import io.lapidary.model.BufferContent;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.Operator;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/** A detector with heads for boxes and classes, and the custom operator that chooses among its boxes, which the interpreter has. */
class DetectorTest {
    private static final int CLASSES = 3;
    private static final int CELLS = 16;
    private static final int DETECTIONS = 10;
    /**
     * Written by the flexbuffers library of Python: max_detections 10, max_classes_per_detection 1, detections_per_class 10,
     * use_regular_nms false, num_classes 3, nms_score_threshold .05, nms_iou_threshold .6, y_scale and x_scale 10, h_scale and
     * w_scale 5.
     */
    private static final byte[] OPTIONS = Base64.getDecoder()
            .decode(
                    "bWF4X2RldGVjdGlvbnMAbWF4X2NsYXNzZXNfcGVyX2RldGVjdGlvbgBkZXRlY3Rpb25zX3Blcl9jbGFzcwB1c2VfcmVndWxhcl9ubXMA"
                            + "bnVtX2NsYXNzZXMAbm1zX3Njb3JlX3RocmVzaG9sZABubXNfaW91X3RocmVzaG9sZAB5X3NjYWxlAHhfc2NhbGUAaF9zY2FsZQB3X3Nj"
                            + "YWxlAAt4EpSkN0xZahEiKwAAAAAPAAAAAAAAAAEAAAAAAAAACwAAAAAAAAAKAAAAAAAAAAAAAAAAABRAAQAAAAAAAAAKAAAAAAAAADMz"
                            + "MzMzM+M/mpmZmZmZqT8DAAAAAAAAAAAAAAAAAAAAAAAAAAAAFEAAAAAAAAAkQAAAAAAAACRABw8HBw8PB2sPDw9jJwE=");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(IntegerScheme.class)
    void itsChoiceStaysInFloatAndIsTheFloatModels(IntegerScheme scheme) throws Exception {
        IntegerBench bench = new IntegerBench(detector(), folder);
        TechniqueResult result = bench.quantize(scheme, Map.of());
        Path file = result.candidates().get(0).model();
        Model model = IntegerBench.read(file);
        Operator choice = model.main().operators(BuiltinOperator.CUSTOM).get(0);
        for (int input = 0; input < 2; input++) {
            assertThat(choice.input(input)
                            .orElseThrow()
                            .producer()
                            .orElseThrow()
                            .type())
                    .isEqualTo(BuiltinOperator.DEQUANTIZE);
        }
        assertThat(choice.customOptions().data().remaining()).isEqualTo(OPTIONS.length);
        assertThat(model.main().outputs())
                .allSatisfy(output -> assertThat(output.type()).isEqualTo(TensorType.FLOAT32));
        assertThat(result.candidates().get(0).measures()).containsEntry("float_operators", 1.0);
        assertThat(result.findings())
                .filteredOn(finding -> finding.code().equals("float-island"))
                .extracting(Finding::message)
                .singleElement()
                .asString()
                .contains("TFLite_Detection_PostProcess");
        for (Kernels kernels : Kernels.values()) {
            assertThat(bench.sameDetections(file, kernels, DETECTIONS))
                    .as("share of boxes that are the float model's, on %s kernels", kernels)
                    .isGreaterThan(scheme == IntegerScheme.INT8 ? 0.7 : 0.95);
        }
    }

    @Test
    void withStrictItIsRefusedByItsName() throws Exception {
        IntegerBench bench = new IntegerBench(detector(), folder);
        LapidaryException error = catchThrowableOfType(
                LapidaryException.class, () -> bench.quantize(IntegerScheme.INT8, Map.of("strict", "true")));
        assertThat(error.code()).isEqualTo(ErrorCodes.UNSUPPORTED_MODEL);
        assertThat(error.getMessage()).contains("TFLite_Detection_PostProcess");
    }

    private static Model detector() throws Exception {
        var parts = GraphParts.main();
        Tensor image = parts.in(1, 16, 16, 3);
        Tensor features = convolved(parts, convolved(parts, image, 8, 8, "RELU6"), 16, 4, "RELU6");
        Tensor boxes = parts.apply(
                BuiltinOperator.RESHAPE, new int[] {1, CELLS, 4}, head(parts, features, 4), parts.ints(1, CELLS, 4));
        Tensor scores = parts.apply(
                BuiltinOperator.LOGISTIC,
                parts.apply(
                        BuiltinOperator.RESHAPE,
                        new int[] {1, CELLS, CLASSES + 1},
                        head(parts, features, CLASSES + 1),
                        parts.ints(1, CELLS, CLASSES + 1)));
        Tensor[] made = {
            parts.tensor(TensorType.FLOAT32, 1, DETECTIONS, 4),
            parts.tensor(TensorType.FLOAT32, 1, DETECTIONS),
            parts.tensor(TensorType.FLOAT32, 1, DETECTIONS),
            parts.tensor(TensorType.FLOAT32, 1)
        };
        parts.custom("TFLite_Detection_PostProcess")
                .inputs(boxes, scores, anchors(parts))
                .outputs(made)
                .customOptions(BufferContent.of(OPTIONS))
                .append();
        parts.out(made);
        return parts.model();
    }

    private static Tensor convolved(GraphParts parts, Tensor input, int channels, int size, String activation) {
        Tensor output = parts.tensor(TensorType.FLOAT32, 1, size, size, channels);
        int inputs = input.shape().last();
        parts.operator(BuiltinOperator.CONV_2D)
                .inputs(
                        input,
                        parts.random(1 / Math.sqrt(4.5 * inputs), channels, 3, 3, inputs),
                        parts.random(0.2, channels))
                .outputs(output)
                .option("stride_w", 2)
                .option("stride_h", 2)
                .option("fused_activation_function", activation)
                .append();
        return output;
    }

    private static Tensor head(GraphParts parts, Tensor features, int channels) {
        Tensor output = parts.tensor(TensorType.FLOAT32, 1, 4, 4, channels);
        int inputs = features.shape().last();
        parts.operator(BuiltinOperator.CONV_2D)
                .inputs(
                        features,
                        parts.random(1 / Math.sqrt(inputs), channels, 1, 1, inputs),
                        parts.random(0.2, channels))
                .outputs(output)
                .option("stride_w", 1)
                .option("stride_h", 1)
                .append();
        return output;
    }

    /** Centers and sizes, one for each cell. */
    private static Tensor anchors(GraphParts parts) {
        float[] anchors = new float[CELLS * 4];
        for (int cell = 0; cell < CELLS; cell++) {
            anchors[4 * cell] = (cell / 4 + 0.5f) / 4;
            anchors[4 * cell + 1] = (cell % 4 + 0.5f) / 4;
            anchors[4 * cell + 2] = 0.2f;
            anchors[4 * cell + 3] = 0.2f;
        }
        return parts.constant(Shape.of(CELLS, 4), anchors);
    }
}
