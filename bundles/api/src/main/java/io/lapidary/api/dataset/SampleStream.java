package io.lapidary.api.dataset;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.tensor.TensorSpec;

/** Samples read one after the other, as stored, before scaling and conversion. Not thread-safe. */
public interface SampleStream extends AutoCloseable {
    /** The arrays there are, with the type and shape of one sample; a format that learns a shape late gives -1 for it. */
    List<TensorSpec> arrays();

    /** Which of the arrays holds the labels, if the format says so itself ({@code y} of an .npz, an image's folder). */
    Optional<String> labels();

    /** The number of samples, if known without reading them. */
    Optional<Long> count();

    /**
     * The next sample: array name to its elements, little-endian, position 0; the buffers are valid until the next call.
     * Empty at the end.
     */
    Optional<Map<String, ByteBuffer>> next() throws LapidaryException;

    /** Skips samples, without reading them where the format allows. */
    void skip(long samples) throws LapidaryException;

    @Override
    void close() throws LapidaryException;
}
