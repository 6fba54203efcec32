package io.lapidary.evaluation.internal.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.backend.BackendPackage;
import io.lapidary.api.backend.BackendPackage.PackageFile;

public class PackageSizeTest {
    @TempDir
    Path folder;

    @Test
    void aPackageOfSeveralFilesIsOneArchive() throws IOException {
        byte[] noise = new byte[200_000];
        new Random(1).nextBytes(noise);
        Path a = Files.write(folder.resolve("a"), noise);
        Path b = Files.write(folder.resolve("b"), new byte[300_000]);
        var size = PackageSize.of(new BackendPackage(
                List.of(new PackageFile("a", a), new PackageFile("sub/b", b)), "application/x-test"));
        assertThat(size.bytes()).isEqualTo(500_000);
        // Each is one archive; two archives in one share the record at the end.
        assertThat(size.zipped()).isEqualTo(zip(a, "a") + zip(b, "sub/b") - 22);
        assertThat(size.zipped()).isBetween(200_000L, 201_000L);
    }

    /** The size of a zip archive as common tools write it, field by field. */
    public static long zip(Path file, String name) throws IOException {
        byte[] content = Files.readAllBytes(file);
        var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(content);
        deflater.finish();
        byte[] out = new byte[content.length + 1000];
        int deflated = deflater.deflate(out);
        deflater.end();
        int localHeader = 4 + 2 + 2 + 2 + 2 + 2 + 4 + 4 + 4 + 2 + 2;
        int centralHeader = 4 + 2 + 2 + 2 + 2 + 2 + 2 + 4 + 4 + 4 + 2 + 2 + 2 + 2 + 2 + 4 + 4;
        int end = 4 + 2 + 2 + 2 + 2 + 4 + 4 + 2;
        return localHeader + name.length() + deflated + centralHeader + name.length() + end;
    }
}
