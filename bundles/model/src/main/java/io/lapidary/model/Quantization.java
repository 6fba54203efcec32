package io.lapidary.model;

import java.util.Optional;

import io.lapidary.model.internal.flat.FlatTable;
import io.lapidary.model.internal.flat.FlatVector;
import io.lapidary.model.internal.schema.Schema;

/**
 * How a tensor's numbers stand for real ones: real = scale * (number - zeroPoint), with one scale and zero point for the whole
 * tensor or one per index of the quantized dimension. May also carry recorded ranges (min, max). Immutable.
 */
public final class Quantization {
    private final FlatTable table;

    Quantization(FlatTable table) {
        this.table = table;
    }

    /** One scale for the whole tensor. */
    public static Quantization perTensor(float scale, long zeroPoint) {
        return of(new float[] {scale}, new long[] {zeroPoint}, 0);
    }

    /** One scale per index of the axis, every zero point 0. */
    public static Quantization perChannel(float[] scales, int axis) {
        return of(scales, new long[scales.length], axis);
    }

    /**
     * @param scales all positive
     * @param zeroPoints as many as scales
     * @param axis the quantized dimension; without meaning for a single scale
     */
    public static Quantization of(float[] scales, long[] zeroPoints, int axis) {
        if (scales.length == 0 || scales.length != zeroPoints.length) {
            throw new IllegalArgumentException(scales.length + " scales and " + zeroPoints.length + " zero points");
        }
        var table = new FlatTable(Schema.tflite().table("QuantizationParameters"));
        table.set(FieldIds.QUANTIZATION_SCALE, FlatVector.ofFloats(scales));
        table.set(FieldIds.QUANTIZATION_ZERO_POINT, FlatVector.ofLongs(zeroPoints));
        table.set(FieldIds.QUANTIZATION_AXIS, axis);
        return new Quantization(table);
    }

    /** These parameters with the recorded range of the real numbers, for the whole tensor or per channel. */
    public Quantization withRange(float[] min, float[] max) {
        var copy = table.copy();
        copy.set(FieldIds.QUANTIZATION_MIN, FlatVector.ofFloats(min));
        copy.set(FieldIds.QUANTIZATION_MAX, FlatVector.ofFloats(max));
        return new Quantization(copy);
    }

    /** How many scales there are: 0 (a mere range), 1, or one per channel. */
    public int count() {
        return count(FieldIds.QUANTIZATION_SCALE);
    }

    public boolean isPerChannel() {
        return count() > 1;
    }

    public float scale(int channel) {
        return Float.intBitsToFloat(
                (int) vector(FieldIds.QUANTIZATION_SCALE).orElseThrow().bits(channel));
    }

    /** 0 where the file states none. */
    public long zeroPoint(int channel) {
        var zeroPoints = vector(FieldIds.QUANTIZATION_ZERO_POINT);
        return zeroPoints.isPresent() && channel < zeroPoints.get().count()
                ? zeroPoints.get().bits(channel)
                : 0;
    }

    public float[] scales() {
        return floats(FieldIds.QUANTIZATION_SCALE);
    }

    public long[] zeroPoints() {
        return vector(FieldIds.QUANTIZATION_ZERO_POINT).map(FlatVector::longs).orElse(new long[0]);
    }

    /** Recorded minima, none if there are none. */
    public float[] min() {
        return floats(FieldIds.QUANTIZATION_MIN);
    }

    /** Recorded maxima, none if there are none. */
    public float[] max() {
        return floats(FieldIds.QUANTIZATION_MAX);
    }

    /** The quantized dimension. */
    public int axis() {
        return table.int32(FieldIds.QUANTIZATION_AXIS);
    }

    /** The table with further details (block-wise, multi-axis, custom), by name; empty if there is none. */
    public Optional<String> detailsType() {
        return table.table(FieldIds.QUANTIZATION_DETAILS)
                .map(details -> details.type().name());
    }

    /** How many zero points the file states; as many as scales, where it is right. */
    public int zeroPointCount() {
        return count(FieldIds.QUANTIZATION_ZERO_POINT);
    }

    FlatTable table() {
        return table;
    }

    private int count(int field) {
        return vector(field).map(FlatVector::count).orElse(0);
    }

    private float[] floats(int field) {
        return vector(field).map(FlatVector::floats).orElse(new float[0]);
    }

    private Optional<FlatVector> vector(int field) {
        return table.vector(field);
    }

    @Override
    public String toString() {
        return count() == 1 ? scale(0) + " * (q - " + zeroPoint(0) + ")" : count() + " scales on axis " + axis();
    }
}
