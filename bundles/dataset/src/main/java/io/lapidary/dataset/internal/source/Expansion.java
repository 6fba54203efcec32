package io.lapidary.dataset.internal.source;

import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * Limits how far compressed data may expand, so that a small file does not fill a node's disk: what is beyond the first 64 MiB may
 * be at most 300 times what it is compressed to. Deflate itself reaches 1,032 times, samples seldom 50 times.
 */
public final class Expansion extends FilterInputStream {
    static final long FREE = 64L << 20;
    public static final long MOST = 300;

    /** It is over the limit. */
    public static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;

        private TooLarge(String message) {
            super(message);
        }
    }

    private final long limit;
    private long expanded;

    private Expansion(InputStream in, long compressed) {
        super(in);
        limit = limit(compressed);
    }

    private static long limit(long compressed) {
        return Math.max(FREE, compressed * MOST);
    }

    /** Whether an archive's entry says that it expands too far. */
    public static boolean isBeyond(long compressed, long size) {
        return size > limit(compressed);
    }

    /** A file, expanded if it is gzip. */
    public static InputStream open(Path file) throws IOException {
        InputStream plain = new FileInputStream(file.toFile());
        try {
            if (!FirstBytes.isGzip(file)) {
                return new BufferedInputStream(plain, 1 << 16);
            }
            return new BufferedInputStream(
                    new Expansion(new GZIPInputStream(plain, 1 << 16), Files.size(file)), 1 << 16);
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        count(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        count(Math.max(0, read));
        return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
        long skipped = super.skip(bytes);
        count(skipped);
        return skipped;
    }

    private void count(long bytes) throws IOException {
        expanded += bytes;
        if (expanded > limit) {
            throw new TooLarge(
                    "it expands to more than " + limit + " bytes, the limit of " + MOST + " times its size, or 64 MiB");
        }
    }
}
