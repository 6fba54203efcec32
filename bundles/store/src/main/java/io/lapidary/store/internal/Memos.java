package io.lapidary.store.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

import io.lapidary.api.Digest;
import io.lapidary.api.LapidaryException;

/**
 * What can be made again, by key: one file each, which is whole before it has its name, and is not waited for until it has
 * reached the device. The system writes it there within seconds by itself; a machine that loses power before may leave a file of
 * any content under the name. So each carries a digest of all of it, and one that does not match is as good as none.
 *
 * <p>A file: the SHA-256 of what follows (32 bytes), the length of the key (4), the key, the memo.
 */
final class Memos {
    private static final int DIGEST_BYTES = 32;

    private final StoreLayout layout;
    private final DurableWriter writer;
    private final Quarantine quarantine;

    Memos(StoreLayout layout, DurableWriter writer, Quarantine quarantine) {
        this.layout = layout;
        this.writer = writer;
        this.quarantine = quarantine;
    }

    byte[] remember(String key, byte[] memo) throws IOException, LapidaryException {
        byte[] form = form(key, memo);
        while (!writer.claimSoon(form, layout.memo(key))) {
            Optional<byte[]> known = recall(key);
            if (known.isPresent()) {
                return known.get();
            }
        }
        return memo;
    }

    Optional<byte[]> recall(String key) throws IOException {
        Path file = layout.memo(key);
        if (!file.toFile().isFile()) {
            return Optional.empty(); // as for every new step: an exception takes ten times as long
        }
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        Optional<byte[]> memo = read(key, bytes);
        if (memo.isEmpty()) {
            quarantine.memoFoundWrong(file);
        } else {
            Age.renew(file);
        }
        return memo;
    }

    /** Whether a memo's file is as it was written, whatever its key. */
    static boolean isWhole(byte[] bytes) {
        if (bytes.length < DIGEST_BYTES + Integer.BYTES) {
            return false;
        }
        MessageDigest sha = Digest.sha256();
        sha.update(bytes, DIGEST_BYTES, bytes.length - DIGEST_BYTES);
        return Arrays.equals(sha.digest(), Arrays.copyOf(bytes, DIGEST_BYTES));
    }

    private static byte[] form(String key, byte[] memo) {
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream(DIGEST_BYTES + Integer.BYTES + name.length + memo.length);
        byte[] length = ByteBuffer.allocate(Integer.BYTES).putInt(name.length).array();
        MessageDigest sha = Digest.sha256();
        sha.update(length);
        sha.update(name);
        sha.update(memo);
        out.writeBytes(sha.digest());
        out.writeBytes(length);
        out.writeBytes(name);
        out.writeBytes(memo);
        return out.toByteArray();
    }

    private static Optional<byte[]> read(String key, byte[] bytes) {
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        int begin = DIGEST_BYTES + Integer.BYTES + name.length;
        if (bytes.length < begin) {
            return Optional.empty();
        }
        byte[] memo = Arrays.copyOfRange(bytes, begin, bytes.length);
        return Arrays.equals(bytes, form(key, memo)) ? Optional.of(memo) : Optional.empty();
    }
}
