package io.lapidary.contract;

import java.nio.file.Path;

import io.lapidary.model.Model;
import io.lapidary.model.TfliteReader;

/**
 * A model that a contract is tested with.
 *
 * @param name for messages and file names: letters, digits, hyphens
 * @param source makes the model, the same at every call
 */
public record Subject(String name, ModelSource source) {
    /** Makes a model, or reads one. */
    @FunctionalInterface
    public interface ModelSource {
        Model get() throws Exception;
    }

    /** A model in a file. */
    public static Subject of(Path file) {
        String name = file.getFileName().toString().replaceAll("\\.tflite$", "").replaceAll("[^A-Za-z0-9-]", "-");
        return new Subject(name, () -> TfliteReader.read(file));
    }

    @Override
    public String toString() {
        return name;
    }
}
