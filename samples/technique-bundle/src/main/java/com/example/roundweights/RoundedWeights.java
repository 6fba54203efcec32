package com.example.roundweights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.HashMap;
import java.util.Map;

import io.lapidary.api.work.WorkContext;
import io.lapidary.model.Buffer;
import io.lapidary.model.BufferContent;

/** Goes over weights piece by piece: once to measure, once more while the model is written. Of use to one job. */
final class RoundedWeights {
    /** Small enough that the job asks more often than every 100 ms whether it is cancelled. */
    private static final int PIECE = 1 << 16;

    private final Mantissa mantissa;
    private final WorkContext context;
    private long elements;
    private long changed;
    private double signal;
    private double noise;

    RoundedWeights(Mantissa mantissa, WorkContext context) {
        this.mantissa = mantissa;
        this.context = context;
    }

    /** Counts what rounding these weights changes. */
    void measure(Buffer weights) throws InterruptedException {
        FloatBuffer values = weights.content().data().asFloatBuffer();
        while (values.hasRemaining()) {
            if (values.position() % PIECE == 0) {
                context.checkCancelled();
            }
            float before = values.get();
            float after = mantissa.round(before);
            if (!Float.isFinite(before)) {
                continue;
            }
            elements++;
            changed += before == after ? 0 : 1;
            signal += (double) before * before;
            noise += ((double) before - after) * ((double) before - after);
        }
    }

    /**
     * The rounded weights, made while the model is written, so that the heap never holds them: a model may be larger than the heap.
     * Such a source must write the same bytes at every call.
     */
    BufferContent content(Buffer weights) {
        BufferContent before = weights.content();
        return BufferContent.computed(before.size(), out -> write(before.data().asFloatBuffer(), out));
    }

    private void write(FloatBuffer values, WritableByteChannel out) throws IOException {
        // Numbers in a .tflite file are little-endian, whatever the machine is.
        ByteBuffer piece = ByteBuffer.allocate(PIECE * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (values.hasRemaining()) {
            try {
                context.checkCancelled();
            } catch (InterruptedException e) {
                throw new Cancelled(e);
            }
            piece.clear();
            while (values.hasRemaining() && piece.hasRemaining()) {
                piece.putFloat(mantissa.round(values.get()));
            }
            piece.flip();
            while (piece.hasRemaining()) {
                out.write(piece);
            }
        }
    }

    /** Names carry units; a reader of the report has nothing else to go by. What cannot be measured is left out. */
    Map<String, Double> measures() {
        var measures = new HashMap<String, Double>();
        measures.put("rounded_elements", (double) elements);
        measures.put("changed_elements", (double) changed);
        if (noise > 0) {
            measures.put("weights_sqnr_db", 10 * Math.log10(signal / noise));
        }
        return measures;
    }

    boolean changedNothing() {
        return changed == 0;
    }

    /** Carries a cancellation through code that can only fail with an IOException. */
    static final class Cancelled extends IOException {
        private static final long serialVersionUID = 1L;

        Cancelled(InterruptedException cause) {
            super(cause);
        }
    }
}
