package io.lapidary.api.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.tensor.TensorSpec;

/** Turns a data source of whatever format into a sample set for a model. A service; formats join it as {@link DataFormat} services. */
public interface SampleReader {
    /**
     * Reads, converts and checks samples, streaming: memory does not grow with their number.
     *
     * @param source the data
     * @param inputs the model's inputs, with their batch dimension first if they have one; a float input takes any numeric
     *     data, an integer input takes float data, which the engine then quantizes by the input's scale, or its own type
     * @param folder where to write the arrays; it must exist and is the caller's to remove
     * @throws LapidaryException of code invalid-data, data-mismatch or unsupported-data, naming file, index, what was
     *     expected and what was found
     */
    SampleSet read(DataSource source, List<TensorSpec> inputs, Path folder)
            throws LapidaryException, InterruptedException;

    /**
     * Sees that data can be read for a model at all, by its form and its first sample, before much work rests on it. What only a later
     * sample shows is found by {@link #read}.
     *
     * @param folder for what is written meanwhile; it must exist and is the caller's to remove
     * @throws LapidaryException as {@link #read}
     */
    default void check(DataSource source, List<TensorSpec> inputs, Path folder)
            throws LapidaryException, InterruptedException {
        // A reader that cannot tell before it reads finds nothing wrong yet.
    }

    /**
     * What tokens among the labels and a model's outputs stand for, if the data's option {@code tokens} says so.
     *
     * @throws LapidaryException of code invalid-data or not-found
     */
    default Optional<Vocabulary> vocabulary(DataSource source) throws LapidaryException {
        return Optional.empty();
    }
}
