package io.lapidary.dataset.internal.format;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.dataset.internal.source.DataErrors;
import io.lapidary.dataset.internal.source.Expansion;
import io.lapidary.dataset.internal.source.WholeEntry;

/**
 * One array of an archive.
 *
 * @param data what to call it in messages
 * @param name without the suffix
 */
record NpzArray(String data, String name, ZipEntry entry, ArrayHeader header) {
    private static final int BUFFER = 1 << 16;

    /** Reads the header; the rest of the entry stays compressed. */
    static NpzArray of(String archive, ZipFile zip, ZipEntry entry) throws IOException, LapidaryException {
        String name = entry.getName().substring(0, entry.getName().length() - NpyFormat.SUFFIX.length());
        String data = archive + " (array " + name + ")";
        try (InputStream in = zip.getInputStream(entry)) {
            ArrayHeader header = NpyHeader.read(data, in);
            header.checkFits(data, entry.getSize());
            long expanded = header.dataOffset() + header.totalBytes();
            if (Expansion.isBeyond(entry.getCompressedSize(), expanded)) {
                throw DataErrors.unsupported(
                        data,
                        "it expands from " + entry.getCompressedSize() + " to " + expanded + " bytes, the limit is "
                                + Expansion.MOST + " times",
                        "Is it samples? Save them with numpy.savez, which does not compress.");
            }
            return new NpzArray(data, name, entry, header);
        }
    }

    TensorSpec spec() {
        return header.sampleSpec(name);
    }

    long count() {
        return header.count();
    }

    ArrayData open(ZipFile zip) throws IOException, LapidaryException {
        InputStream in = new BufferedInputStream(WholeEntry.open(zip, entry), BUFFER);
        try {
            in.skipNBytes(header.dataOffset());
            if (!header.fortran()) {
                return new StreamedArray(header, in);
            }
        } catch (IOException e) {
            in.close();
            throw e;
        }
        try (in) {
            return expanded(in);
        }
    }

    /** A sample of this order lies all over the array, which therefore is expanded to a file, as far as it was declared. */
    private ArrayData expanded(InputStream in) throws IOException, LapidaryException {
        Path file = Files.createTempFile("lapidary-array-", ".bin");
        try {
            long left = header.totalBytes();
            try (var out = Files.newOutputStream(file)) {
                byte[] piece = new byte[BUFFER];
                while (left > 0) {
                    int n = in.read(piece, 0, (int) Math.min(piece.length, left));
                    if (n < 0) {
                        throw DataErrors.invalid(data, "it ends " + left + " bytes early", "Write it again.");
                    }
                    out.write(piece, 0, n);
                    left -= n;
                }
            }
            var raw = new ArrayHeader(header.type(), header.bigEndian(), true, header.shape(), 0);
            return new TemporaryArray(new FortranArray(raw, file), file);
        } catch (IOException | LapidaryException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** An array whose file goes with it. */
    private record TemporaryArray(ArrayData array, Path file) implements ArrayData {
        @Override
        public ByteBuffer next() throws IOException {
            return array.next();
        }

        @Override
        public void skip(long samples) throws IOException {
            array.skip(samples);
        }

        @Override
        public void close() throws IOException {
            try (array) {
                Files.deleteIfExists(file);
            }
        }
    }
}
