package io.lapidary.evaluation.internal.facts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.Deflater;

import io.lapidary.api.backend.BackendPackage;
import io.lapidary.api.backend.BackendPackage.PackageFile;
import io.lapidary.api.model.ModelFile;

/**
 * The size of a package.
 *
 * @param bytes of its files
 * @param zipped of a zip archive of them, deflated at the default level: what is sent over a network or kept in an app's package
 */
public record PackageSize(long bytes, long zipped) {
    private static final int END_RECORD = 22;
    private static final int ENTRY_RECORDS = 30 + 46;
    private static final int PIECE = 1 << 16;

    public static PackageSize of(BackendPackage packed) throws IOException {
        return of(packed.files());
    }

    /** A model as a package of one file, called as the result's is, so that the two are compared evenly. */
    public static PackageSize of(ModelFile model, BackendPackage packed) throws IOException {
        return of(List.of(new PackageFile(packed.files().get(0).path(), model.path())));
    }

    /** A model alone, as a package of one file of the usual name: what it is called here does not count. */
    public static PackageSize alone(Path file) throws IOException {
        return of(List.of(new PackageFile("model.tflite", file)));
    }

    private static PackageSize of(List<PackageFile> files) throws IOException {
        long bytes = 0;
        long zipped = END_RECORD;
        for (PackageFile file : files) {
            bytes += Files.size(file.file());
            int name = file.path().getBytes(StandardCharsets.UTF_8).length;
            zipped += ENTRY_RECORDS + 2L * name + deflated(file.file());
        }
        return new PackageSize(bytes, zipped);
    }

    private static long deflated(Path file) throws IOException {
        var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        byte[] in = new byte[PIECE];
        byte[] out = new byte[PIECE];
        try (InputStream stream = Files.newInputStream(file)) {
            for (int n = stream.read(in); n >= 0; n = stream.read(in)) {
                deflater.setInput(in, 0, n);
                while (!deflater.needsInput()) {
                    deflater.deflate(out);
                }
            }
            deflater.finish();
            while (!deflater.finished()) {
                deflater.deflate(out);
            }
            return deflater.getBytesWritten();
        } finally {
            deflater.end();
        }
    }
}
