package io.lapidary.dataset.internal.convert;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.dataset.DataOptions;
import io.lapidary.dataset.DataOptions.Geometry;
import io.lapidary.dataset.DataOptions.Values;
import io.lapidary.dataset.internal.source.DataErrors;

/**
 * Which options concern an input, and in which type its samples are written.
 *
 * <p>Of several inputs, images (rank 3) alone have a geometry, and float and quantizable inputs alone have values to compute: token
 * ids beside an image are left as they are.
 *
 * @param values what is computed with each value
 * @param geometry what is done to each image
 * @param type in which samples are written
 */
record InputOptions(Values values, Geometry geometry, ElementType type) {
    private static final int IMAGE_RANK = 3;

    static InputOptions of(String data, DataOptions options, TensorSpec input, TensorSpec stored, boolean only)
            throws LapidaryException {
        boolean computable = input.type().isFloat() || isQuantizable(input.type());
        boolean image = only || stored.shape().size() == IMAGE_RANK;
        Values values = only || computable ? options.values() : Values.AS_STORED;
        Geometry geometry = image ? options.geometry() : Geometry.AS_STORED;
        return new InputOptions(values, geometry, writtenType(data, values, geometry, input, stored.type()));
    }

    private static boolean isQuantizable(ElementType type) {
        return switch (type) {
            case INT4, INT8, UINT8, INT16 -> true;
            case FLOAT16, FLOAT32, FLOAT64, BFLOAT16, INT32, INT64, UINT16, UINT32, UINT64, BOOL -> false;
        };
    }

    private static ElementType writtenType(
            String data, Values values, Geometry geometry, TensorSpec input, ElementType stored)
            throws LapidaryException {
        ElementType own = input.type().isFloat() ? ElementType.FLOAT32 : input.type();
        boolean takesFloat = input.type().isFloat() || isQuantizable(input.type());
        boolean computed = stored.isFloat()
                || values.given()
                || geometry.resize().isPresent()
                || geometry.channels().isPresent();
        ElementType written = values.dtype().orElse(computed ? ElementType.FLOAT32 : own);
        if (written == ElementType.INT4 || own == ElementType.INT4 && written == own) {
            throw DataErrors.mismatch(
                    data, "input " + input + " takes no stored integers", "Give float values: add dtype=float32.");
        }
        if (written == ElementType.FLOAT32 ? !takesFloat : written != own) {
            throw DataErrors.mismatch(
                    data,
                    "samples would be " + written + " (stored as " + stored + "), but input " + input + " takes "
                            + (takesFloat && own != ElementType.FLOAT32 ? own + " or FLOAT32" : own),
                    values.dtype().isPresent()
                            ? "Leave the option dtype out."
                            : "Store integers, without options that compute with them.");
        }
        return written;
    }
}
