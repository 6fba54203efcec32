package io.lapidary.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A SHA-256 digest: the name of an artifact, of a step's input and of a plugin's bytes.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Digest(String hex) implements Comparable<Digest> {
    private static final int DIGITS = 64;
    private static final String SCHEME = "lapidary:sha256/";

    public Digest {
        if (!isHex(hex)) {
            throw new IllegalArgumentException(
                    "'" + hex + "' is not a SHA-256 digest (64 lower-case hexadecimal digits)");
        }
    }

    public static Digest of(byte[] bytes) {
        return new Digest(HexFormat.of().formatHex(sha256().digest(bytes)));
    }

    public static Digest of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The digest of a file, read once in pieces. */
    public static Digest of(Path file) throws IOException {
        var sha = sha256();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] piece = new byte[(int) Math.max(1, Math.min(1 << 16, Files.size(file)))];
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                sha.update(piece, 0, n);
            }
        }
        return of(sha);
    }

    /** The digest of what {@code sha}, made by {@link #sha256()}, has been fed; it is reset. */
    public static Digest of(MessageDigest sha) {
        return new Digest(HexFormat.of().formatHex(sha.digest()));
    }

    /** A fresh SHA-256, for content that is hashed while it passes by. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The content's address in the platform's store: {@code lapidary:sha256/<hex>}. */
    public String uri() {
        return SCHEME + hex;
    }

    /** Whether {@code uri} is an address in the store, of the form that {@link #uri()} gives. */
    public static boolean isUri(String uri) {
        return uri.startsWith(SCHEME) && isHex(uri.substring(SCHEME.length()));
    }

    /** The digest that a store address names; {@code uri} must satisfy {@link #isUri(String)}. */
    public static Digest ofUri(String uri) {
        return new Digest(uri.substring(SCHEME.length()));
    }

    /** What a person names content by: an address in the store, or the digits alone, in either case. */
    public static Optional<Digest> parse(String text) {
        if (isUri(text)) {
            return Optional.of(ofUri(text));
        }
        String digits = text.toLowerCase(Locale.ROOT);
        return isHex(digits) ? Optional.of(new Digest(digits)) : Optional.empty();
    }

    /** Every address in the store that stands within a text, in its order: data may name labels in its query. */
    public static List<Digest> allIn(String text) {
        var found = new ArrayList<Digest>();
        for (int at = text.indexOf(SCHEME); at >= 0; at = text.indexOf(SCHEME, at + 1)) {
            int begin = at + SCHEME.length();
            if (begin + DIGITS <= text.length() && isHex(text.substring(begin, begin + DIGITS))) {
                found.add(new Digest(text.substring(begin, begin + DIGITS)));
            }
        }
        return List.copyOf(found);
    }

    /** The first 12 digits, for people. */
    public String brief() {
        return hex.substring(0, 12);
    }

    /** By hand: every message names many digests, and a pattern takes ten times as long. */
    private static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return text.length() == DIGITS;
    }

    @Override
    public int compareTo(Digest other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
