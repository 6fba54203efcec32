package io.lapidary.engine.litert.child.interpreter;

import static org.bytedeco.tensorflowlite.global.tensorflowlite.*;

import java.util.Optional;

import io.lapidary.api.tensor.ElementType;

/** TfLiteType to the platform's element types. */
final class TensorTypes {
    private TensorTypes() {}

    /** Empty for strings, resources, variants and complex numbers. */
    static Optional<ElementType> of(int tfLiteType) {
        return Optional.ofNullable(
                switch (tfLiteType) {
                    case kTfLiteFloat32 -> ElementType.FLOAT32;
                    case kTfLiteFloat16 -> ElementType.FLOAT16;
                    case kTfLiteFloat64 -> ElementType.FLOAT64;
                    case kTfLiteBFloat16 -> ElementType.BFLOAT16;
                    case kTfLiteInt4 -> ElementType.INT4;
                    case kTfLiteInt8 -> ElementType.INT8;
                    case kTfLiteInt16 -> ElementType.INT16;
                    case kTfLiteInt32 -> ElementType.INT32;
                    case kTfLiteInt64 -> ElementType.INT64;
                    case kTfLiteUInt8 -> ElementType.UINT8;
                    case kTfLiteUInt16 -> ElementType.UINT16;
                    case kTfLiteUInt32 -> ElementType.UINT32;
                    case kTfLiteUInt64 -> ElementType.UINT64;
                    case kTfLiteBool -> ElementType.BOOL;
                    default -> null;
                });
    }

    /** As in {@code string}: for a type that {@link #of} does not know. */
    static String name(int tfLiteType) {
        return of(tfLiteType)
                .map(type -> type.name().toLowerCase(java.util.Locale.ROOT))
                .orElseGet(() -> TfLiteTypeGetName(tfLiteType).getString().toLowerCase(java.util.Locale.ROOT));
    }
}
