package io.lapidary.shell.request;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Local files that a request names, checked before anything starts. */
public final class LocalPaths {
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*", Pattern.DOTALL);

    private LocalPaths() {}

    public static boolean isUri(String text) {
        return SCHEME.matcher(text).matches();
    }

    public static Path of(String text, Path base) throws UsageException {
        try {
            return base.resolve(text);
        } catch (InvalidPathException e) {
            throw new UsageException("'" + text + "' cannot be a file's name: " + e.getReason() + ".");
        }
    }

    /** @param what it is, as in {@code The model} */
    public static void requireFile(String what, Path file) throws UsageException {
        requireReadable(what, file);
        if (!Files.isRegularFile(file)) {
            throw new UsageException(what + " " + file + " is a folder, not a file.");
        }
    }

    static void requireReadable(String what, Path file) throws UsageException {
        if (!Files.exists(file)) {
            throw new UsageException(what + " " + file + " does not exist.");
        }
        if (!Files.isReadable(file)) {
            throw new UsageException(what + " " + file + " cannot be read: its permissions forbid it.");
        }
    }
}
