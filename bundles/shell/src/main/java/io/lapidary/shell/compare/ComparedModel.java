package io.lapidary.shell.compare;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

import io.lapidary.api.Digest;
import io.lapidary.evaluation.comparison.FileSize;
import io.lapidary.events.ArtifactRecord;
import io.lapidary.model.Model;

/**
 * One of two models that are compared.
 *
 * @param name as the person named it
 * @param file its .tflite file
 * @param digest of that file
 * @param size of that file
 * @param model what the file holds
 * @param record how it came about; empty where nothing is recorded or no platform was asked
 */
public record ComparedModel(
        String name, Path file, Digest digest, FileSize size, Model model, Optional<ArtifactRecord> record) {
    public ComparedModel {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(record, "record");
    }
}
