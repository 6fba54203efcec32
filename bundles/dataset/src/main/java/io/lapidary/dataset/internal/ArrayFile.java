package io.lapidary.dataset.internal;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;

import io.lapidary.api.Digest;
import io.lapidary.dataset.internal.convert.ArrayConverter;

/** A file of raw samples being written, and its digest. */
final class ArrayFile implements ArrayConverter.Output, Closeable {
    private final Path path;
    private final FileOutputStream out;
    private final MessageDigest sha = Digest.sha256();
    private final byte[] buffer = new byte[1 << 17];
    private int filled;

    ArrayFile(Path path) throws IOException {
        this.path = path;
        this.out = new FileOutputStream(path.toFile());
    }

    Path path() {
        return path;
    }

    @Override
    public void write(ByteBuffer piece) throws IOException {
        while (piece.hasRemaining()) {
            int n = Math.min(piece.remaining(), buffer.length - filled);
            piece.get(buffer, filled, n);
            filled += n;
            if (filled == buffer.length) {
                drain();
            }
        }
    }

    private void drain() throws IOException {
        sha.update(buffer, 0, filled);
        out.write(buffer, 0, filled);
        filled = 0;
    }

    /** Writes what is left and gives the digest of all of it. */
    Digest finish() throws IOException {
        drain();
        out.close();
        return Digest.of(sha);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
