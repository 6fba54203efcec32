package io.lapidary.dataset;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.lapidary.api.Digest;
import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.DataSource;

/**
 * Where data is and how to read it: {@code PATH?scale=2&labels=y.npy}, {@code file:///...?...} or
 * {@code lapidary:sha256/...?...&name=x.npy}. The query begins at the first question mark; {@code %XX} in it is UTF-8.
 *
 * @param location without the query
 * @param options the query; {@link DataOptions} says what each means
 */
public record DataLocation(String location, SortedMap<String, String> options) {
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*", Pattern.DOTALL);
    private static final String FILE_NAME = "filename";

    /** Gives the local file of an object in the store. */
    public interface StoredFiles {
        Path file(Digest digest) throws LapidaryException;
    }

    public DataLocation {
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
    }

    /**
     * Reads a location and checks its options.
     *
     * @throws LapidaryException of code invalid-parameter or unknown-parameter, with the nearest name
     */
    public static DataLocation parse(String text) throws LapidaryException {
        int mark = text.indexOf('?');
        String location = mark < 0 ? text : text.substring(0, mark);
        if (location.isBlank()) {
            throw new LapidaryException(
                    ErrorCodes.INVALID_PARAMETER,
                    "The data '" + text + "' names no file or folder.",
                    "Give a path or URI, and after ? its options.");
        }
        var options = new TreeMap<String, String>();
        if (mark >= 0) {
            for (String pair : text.substring(mark + 1).split("&")) {
                addOption(options, pair, text);
            }
        }
        DataOptions.parse(options);
        return new DataLocation(location, options);
    }

    private static void addOption(Map<String, String> options, String pair, String text) throws LapidaryException {
        if (pair.isEmpty()) {
            return;
        }
        int equals = pair.indexOf('=');
        String given = decode(equals < 0 ? pair : pair.substring(0, equals), text);
        String name = given.equals(FILE_NAME) ? DataParameters.NAME.name() : given;
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1), text);
        if (options.put(name, value) != null) {
            throw new LapidaryException(
                    ErrorCodes.INVALID_PARAMETER, "The data '" + text + "' gives " + name + " twice.", "Give it once.");
        }
    }

    /** The object in the store that this names. */
    public Optional<Digest> stored() {
        return Digest.isUri(location) ? Optional.of(Digest.ofUri(location)) : Optional.empty();
    }

    /** The local path that this names; empty for what is in the store and for URIs of other schemes. */
    public Optional<Path> path() throws LapidaryException {
        try {
            if (!SCHEME.matcher(location).matches()) {
                return Optional.of(Path.of(location));
            }
            return location.regionMatches(true, 0, "file:", 0, 5)
                    ? Optional.of(Path.of(new URI(location)))
                    : Optional.empty();
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new LapidaryException(
                    ErrorCodes.INVALID_PARAMETER,
                    "'" + location + "' is no path and no URI of a file.",
                    "Give a path, or a URI as in file:///data/x.npz.",
                    e);
        }
    }

    /** What a person calls it: the option {@code name}, else the last part of the location. */
    public String name() {
        String last = location.substring(Math.max(location.lastIndexOf('/'), location.lastIndexOf('\\')) + 1);
        return options.getOrDefault(DataParameters.NAME.name(), last.isEmpty() ? location : last);
    }

    /** The labels' own location, if the option names one. */
    public Optional<String> labels() {
        return Optional.ofNullable(companions().get(DataParameters.LABELS.name()));
    }

    /** The files that the options name beside the data: option to location. */
    public SortedMap<String, String> companions() {
        var companions = new TreeMap<>(options);
        companions.keySet().retainAll(List.of(DataParameters.LABELS.name(), DataParameters.TOKENS.name()));
        companions.values().removeIf(String::isBlank);
        return companions;
    }

    /** The same with an option set or replaced. */
    public DataLocation with(String option, String value) {
        var changed = new TreeMap<>(options);
        changed.put(option, value);
        return new DataLocation(location, changed);
    }

    /** The same options for data that now lies elsewhere. */
    public DataLocation movedTo(String newLocation) {
        return new DataLocation(newLocation, options);
    }

    /**
     * What a reader needs. Data, labels and tokens in the store become files by {@code stored}. Data in the store takes the others from
     * there too: a request from elsewhere must not name files of this machine.
     *
     * @throws LapidaryException of code uri-denied for other schemes and for labels that are local where the data is not; or
     *     what {@code stored} throws
     */
    public DataSource source(StoredFiles stored) throws LapidaryException {
        Optional<Digest> digest = stored();
        Path file = digest.isPresent()
                ? stored.file(digest.get())
                : path().orElseThrow(() -> denied("The data " + location + " is neither a file nor in the store."));
        DataLocation resolved = this;
        for (var companion : companions().entrySet()) {
            String named = companion.getValue();
            if (Digest.isUri(named)) {
                Path path = stored.file(Digest.ofUri(named)).toAbsolutePath();
                resolved = resolved.with(companion.getKey(), path.toString());
            } else if (digest.isPresent()) {
                throw denied("The " + companion.getKey() + " " + named + " of " + name()
                        + " are not in the store, as the data is.");
            }
        }
        return new DataSource(name(), file, resolved.options());
    }

    private static LapidaryException denied(String what) {
        return new LapidaryException(
                ErrorCodes.URI_DENIED, what, "Put both into the store and name them by lapidary:sha256/...");
    }

    /** The text that {@link #parse} reads back. */
    @Override
    public String toString() {
        return options.isEmpty()
                ? location
                : location
                        + options.entrySet().stream()
                                .map(o -> encode(o.getKey()) + "=" + encode(o.getValue()))
                                .collect(Collectors.joining("&", "?", ""));
    }

    private static String encode(String text) {
        var encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b > ' ' && b < 0x7f && "%&=#?+\"".indexOf(b) < 0) {
                encoded.append((char) b);
            } else {
                encoded.append(String.format("%%%02X", b));
            }
        }
        return encoded.toString();
    }

    private static String decode(String text, String whole) throws LapidaryException {
        var decoded = new ByteArrayOutputStream();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                decoded.write(bytes[i]);
                continue;
            }
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw new LapidaryException(
                        ErrorCodes.INVALID_PARAMETER,
                        "In the data '" + whole + "' a % is not followed by two hexadecimal digits.",
                        "Write %25 for a % itself.");
            }
            decoded.write(high << 4 | low);
            i += 2;
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }
}
