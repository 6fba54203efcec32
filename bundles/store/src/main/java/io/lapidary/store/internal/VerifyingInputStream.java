package io.lapidary.store.internal;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

import io.lapidary.api.Digest;

/** Reads an object and compares its digest when the end is reached. */
final class VerifyingInputStream extends InputStream {
    /** What to do when the bytes were wrong. */
    interface Mismatch {
        /** Gives the exception that the reader gets. */
        IOException found(Digest actual);
    }

    private final FileInputStream file;
    private final Digest expected;
    private final Mismatch mismatch;
    private final MessageDigest sha = Digest.sha256();
    private boolean ended;

    VerifyingInputStream(FileInputStream file, Digest expected, Mismatch mismatch) {
        this.file = file;
        this.expected = expected;
        this.mismatch = mismatch;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int n = file.read(target, offset, length);
        if (n > 0) {
            sha.update(target, offset, n);
        } else if (n < 0 && !ended) {
            ended = true;
            Digest actual = Digest.of(sha);
            if (!actual.equals(expected)) {
                throw mismatch.found(actual);
            }
        }
        return n;
    }

    @Override
    public int available() throws IOException {
        return file.available();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
