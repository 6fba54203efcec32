package io.lapidary.dataset.internal.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** An entry of an archive, held against its checksum at its end: the JDK's {@link ZipFile} passes over that. */
public final class WholeEntry extends CheckedInputStream {
    private final long checksum;
    private long left;

    private WholeEntry(InputStream in, ZipEntry entry) {
        super(in, new CRC32());
        checksum = entry.getCrc();
        left = entry.getSize();
    }

    public static InputStream open(ZipFile zip, ZipEntry entry) throws IOException {
        InputStream in = zip.getInputStream(entry);
        return entry.getCrc() < 0 || entry.getSize() < 0 ? in : new WholeEntry(in, entry);
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        passed(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        passed(Math.max(read, 0));
        return read;
    }

    private void passed(int bytes) throws IOException {
        left -= bytes;
        if (bytes > 0 && left == 0 && getChecksum().getValue() != checksum) {
            throw new ZipException("its bytes do not match their checksum");
        }
    }
}
