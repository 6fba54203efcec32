package io.lapidary.shell.request;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.store.ArtifactStore;

/**
 * A model as a person names it.
 *
 * @param text as given
 * @param file the local file; empty for an address elsewhere
 */
public record ModelArgument(String text, Optional<Path> file) {
    public ModelArgument {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(file, "file");
    }

    /**
     * @param base what a relative path is relative to
     * @throws UsageException if the file is not there
     */
    public static ModelArgument parse(String text, Path base) throws UsageException {
        if (LocalPaths.isUri(text) && !text.regionMatches(true, 0, "file:", 0, 5)) {
            return new ModelArgument(text, Optional.empty());
        }
        if (LocalPaths.isUri(text) && !Files.exists(ofUri(text))) {
            return new ModelArgument(text, Optional.empty()); // the nodes may have it, and be allowed to open it
        }
        Path file = LocalPaths.isUri(text) ? ofUri(text) : LocalPaths.of(text, base);
        LocalPaths.requireFile("The model", file);
        return new ModelArgument(text, Optional.of(file));
    }

    private static Path ofUri(String text) throws UsageException {
        try {
            return Path.of(new URI(text));
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new UsageException("'" + text + "' is no URI of a file. Write it as file:///models/a.tflite.");
        }
    }

    /** What reports call it; empty for a model that is named by its digest alone. */
    public String name() {
        return file.map(f -> f.getFileName().toString()).orElse("");
    }

    /** Puts the file into the store, if it is local. Returns its address. */
    public String upload(ArtifactStore store) throws LapidaryException {
        return file.isPresent() ? store.put(file.get()).uri() : text;
    }
}
