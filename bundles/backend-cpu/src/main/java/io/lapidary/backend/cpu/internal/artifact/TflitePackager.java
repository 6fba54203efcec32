package io.lapidary.backend.cpu.internal.artifact;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.backend.BackendPackage;
import io.lapidary.api.backend.BackendPackage.PackageFile;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.work.WriteFailures;
import io.lapidary.model.BufferContent;
import io.lapidary.model.Model;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.TfliteWriter;
import io.lapidary.model.annotation.Annotations;
import io.lapidary.model.check.ModelChecker;

/** Writes a model as the one file that the interpreter loads. */
public final class TflitePackager {
    public static final String FILE = "model.tflite";
    public static final String MEDIA_TYPE = "application/vnd.tflite";
    /** The metadata entry that names the backend, as in {@code cpu:desktop 1.0.0}. */
    public static final String PROVENANCE = "lapidary.backend";

    private TflitePackager() {}

    /**
     * @param provenance what to write about the backend, if anything
     * @param folder where the file is written
     */
    public static BackendPackage pack(ModelFile source, Optional<String> provenance, Path folder)
            throws LapidaryException {
        Path file = folder.resolve(FILE);
        try {
            Model model = TfliteReader.read(source.path());
            ModelChecker.require(model);
            ModelEditor editor = ModelEditor.of(model);
            Annotations.strip(editor);
            provenance.ifPresent(
                    words -> editor.putMetadata(PROVENANCE, BufferContent.of(words.getBytes(StandardCharsets.UTF_8))));
            TfliteWriter.write(model, file);
        } catch (IOException e) {
            throw WriteFailures.of(file, e);
        }
        return new BackendPackage(List.of(new PackageFile(FILE, file)), MEDIA_TYPE);
    }
}
