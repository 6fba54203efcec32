package io.lapidary.shell.request;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

import io.lapidary.api.Digest;
import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.DataSource;
import io.lapidary.api.store.ArtifactStore;
import io.lapidary.dataset.DataLocation;
import io.lapidary.dataset.DataParameters;
import io.lapidary.shell.view.Reason;

/**
 * Data as a person names it: a location with its options, and the local files that belong to it.
 *
 * @param location as given, relative paths resolved
 * @param file the local file or folder; empty for an address elsewhere
 * @param companions the local files that options name beside it, as the labels: option to file
 */
public record DataArgument(DataLocation location, Optional<Path> file, Map<String, Path> companions) {
    public DataArgument {
        Objects.requireNonNull(location, "location");
        Objects.requireNonNull(file, "file");
        companions = Map.copyOf(companions);
    }

    /**
     * @param role for messages, as in {@code test}
     * @param base what a relative path is relative to
     * @throws UsageException if a file is not there
     * @throws LapidaryException if an option is wrong
     */
    public static DataArgument parse(String role, String text, Path base) throws UsageException, LapidaryException {
        DataLocation location = DataLocation.parse(text);
        Optional<Path> named = location.stored().isPresent() ? Optional.empty() : location.path();
        if (named.isEmpty() || LocalPaths.isUri(location.location()) && !Files.exists(named.get())) {
            // what lies elsewhere: in a store, on a server, or where nodes may open files
            return new DataArgument(location, Optional.empty(), Map.of());
        }
        Path file = LocalPaths.of(named.get().toString(), base);
        LocalPaths.requireReadable("The " + role + " data", file);
        Map<String, Path> companions = new TreeMap<>();
        for (var companion : location.companions().entrySet()) {
            if (!Digest.isUri(companion.getValue())) {
                Path found = beside(file, companion.getValue());
                LocalPaths.requireFile("The file of " + companion.getKey() + " of the " + role + " data", found);
                companions.put(companion.getKey(), found);
            }
        }
        return new DataArgument(location.movedTo(file.toString()), Optional.of(file), companions);
    }

    /** Labels and the like lie beside the data, or within it if it is a folder that holds them. */
    private static Path beside(Path data, String name) throws UsageException {
        if (Files.isDirectory(data)) {
            Path within = LocalPaths.of(name, data);
            if (Files.exists(within)) {
                return within;
            }
        }
        Path parent = data.toAbsolutePath().getParent();
        return LocalPaths.of(name, parent == null ? data.toAbsolutePath() : parent);
    }

    /**
     * The data for a command that reads it itself.
     *
     * @throws LapidaryException of code uri-denied for what is elsewhere
     */
    public DataSource local() throws LapidaryException {
        return location.source(digest -> {
            throw new LapidaryException(
                    ErrorCodes.URI_DENIED,
                    "The data " + digest.uri() + " lies in a store, which this command does not open for data.",
                    "Name a local file or folder.");
        });
    }

    /** Puts the files into the store, a folder as an archive. Returns the data's address with its options. */
    public String upload(ArtifactStore store) throws LapidaryException {
        if (file.isEmpty()) {
            return location.toString();
        }
        DataLocation stored = location.movedTo(put(store, file.get()).uri());
        for (var companion : companions.entrySet()) {
            stored = stored.with(
                    companion.getKey(), store.put(companion.getValue()).uri());
        }
        return stored.with(DataParameters.NAME.name(), location.name()).toString();
    }

    private static Digest put(ArtifactStore store, Path file) throws LapidaryException {
        if (!Files.isDirectory(file)) {
            return store.put(file);
        }
        try {
            Path archive = Files.createTempFile("lapidary-data", ".zip");
            try {
                FolderArchive.write(file, archive);
                return store.put(archive);
            } finally {
                Files.delete(archive);
            }
        } catch (IOException e) {
            throw new LapidaryException(
                    ErrorCodes.STORE_UNAVAILABLE,
                    "The folder " + file + " cannot be packed: " + Reason.of(e) + ".",
                    "See that its files can be read and that the temporary folder has room for them.",
                    e);
        }
    }
}
