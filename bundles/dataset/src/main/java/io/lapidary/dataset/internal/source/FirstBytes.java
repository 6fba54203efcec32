package io.lapidary.dataset.internal.source;

import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** What a file begins with, by which formats are told apart. */
public final class FirstBytes {
    private FirstBytes() {}

    /** At most {@code count} bytes; none of what is not a file. */
    public static byte[] of(Path file, int count) {
        if (!Files.isRegularFile(file)) {
            return new byte[0];
        }
        try (InputStream in = new FileInputStream(file.toFile())) {
            return in.readNBytes(count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static boolean isZip(Path file) {
        byte[] first = of(file, 4);
        return first.length == 4 && first[0] == 'P' && first[1] == 'K' && (first[2] == 3 || first[2] == 5);
    }

    public static boolean isGzip(Path file) {
        return Arrays.equals(of(file, 2), new byte[] {0x1f, (byte) 0x8b});
    }

    /** The first bytes of what is compressed; none if it is damaged. */
    public static byte[] ofGzip(Path file, int count) {
        try (InputStream in = new GZIPInputStream(new FileInputStream(file.toFile()))) {
            return in.readNBytes(count);
        } catch (ZipException | EOFException e) {
            return new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
