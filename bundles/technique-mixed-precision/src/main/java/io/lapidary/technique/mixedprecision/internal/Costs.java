package io.lapidary.technique.mixedprecision.internal;

import java.util.EnumMap;
import java.util.Map;

import io.lapidary.quantization.integer.mixed.Precision;

/** What an assignment takes, by estimate: it orders what is then measured. Both parts are shares of the float32 model's. */
final class Costs {
    /** The share of what matters less, so that it decides between equals alone. */
    static final double TIE = 1e-5;
    /** Beside time, which is but estimated, so that float16 goes before float32 and fewer conversions before more. */
    static final double FEW = 0.02;
    /** With this share, ten times the time counts as much as half of the float32 model's bytes. */
    static final double SOME = 0.05;
    /** A QUANTIZE or DEQUANTIZE with its tensor, but for the name. */
    private static final double CONVERSION_BYTES = 140;
    /** What a conversion takes in multiplications, by element that passes; the elements are not known here. */
    private static final double CONVERSION_WORK = 0.002;
    /** A channel's scale in its weight and its bias; zero points are all alike, and stored once. */
    private static final double CHANNEL_BYTES = 8;
    /** Multiplications per second over float32's, as measured of whole networks on x86: XNNPACK, and built-in kernels for int16. */
    static final Map<Precision, Double> USUAL_TIMES =
            Map.of(Precision.FLOAT32, 1.0, Precision.FLOAT16, 1.0, Precision.INT8, 0.75, Precision.INT16X8, 12.0);

    private final Units units;
    private final Map<Precision, Double> times;
    private final double byteShare;
    private final double timeShare;
    private final double allBytes;
    private final double allWork;

    /**
     * @param times of a multiplication, over float32's
     * @param byteShare how much bytes count, from 0
     * @param timeShare how much time counts, from 0
     */
    Costs(Units units, Map<Precision, Double> times, double byteShare, double timeShare) {
        this.units = units;
        this.times = new EnumMap<>(times);
        this.byteShare = byteShare;
        this.timeShare = timeShare;
        double bytes = 0;
        double work = 0;
        for (Unit unit : units.list()) {
            bytes += bytes(unit, Precision.FLOAT32);
            work += unit.work();
        }
        this.allBytes = Math.max(1, bytes);
        this.allWork = Math.max(1, work);
    }

    private static double bytes(Unit unit, Precision precision) {
        double weights = unit.weights();
        double biases = unit.biases();
        return switch (precision) {
            case FLOAT32 -> 4 * (weights + biases);
            case FLOAT16 -> 2 * (weights + biases) + (weights > 0 ? 2 * CONVERSION_BYTES : 0);
            case INT8 -> weights + (4 + CHANNEL_BYTES) * biases;
            case INT16X8 -> weights + (4 + CHANNEL_BYTES) * biases + 4.0 * unit.longBiases();
        };
    }

    /** Estimated bytes of weights and conversions. */
    double bytes(Assignment assignment) {
        double bytes = 0;
        for (int i = 0; i < units.count(); i++) {
            bytes += bytes(units.get(i), assignment.of(i));
            for (int source : units.get(i).sources()) {
                int conversions = conversions(assignment.of(source), assignment.of(i));
                bytes += conversions * (CONVERSION_BYTES + units.get(source).nameLength());
            }
        }
        return bytes;
    }

    /** Estimated time of an inference over the float32 model's. */
    double time(Assignment assignment) {
        double work = 0;
        for (int i = 0; i < units.count(); i++) {
            work += units.get(i).work() * times.get(assignment.of(i));
            for (int source : units.get(i).sources()) {
                work += CONVERSION_WORK * allWork * conversions(assignment.of(source), assignment.of(i));
            }
        }
        return work / allWork;
    }

    /** What is to be kept small. */
    double of(Assignment assignment) {
        return byteShare * bytes(assignment) / allBytes + timeShare * time(assignment);
    }

    /** What the same would be of measured numbers. */
    double of(Point point) {
        return byteShare * point.bytes() / allBytes + timeShare * point.relativeTime();
    }

    /** Conversions between two units: two from one scheme of integers to the other. */
    private static int conversions(Precision maker, Precision reader) {
        if (maker.scheme().equals(reader.scheme())) {
            return 0;
        }
        return maker.scheme().isPresent() && reader.scheme().isPresent() ? 2 : 1;
    }
}
