package io.lapidary.api.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.Digest;

class ManifestTest {
    private static final Digest A = Digest.of("a");
    private static final Digest B = Digest.of("bb");

    @TempDir
    Path folder;

    @Test
    void itsTextHasALineAFileInTheOrderOfThePaths() {
        var manifest = new Manifest(List.of(new Manifest.Entry(B, 2, "m.h"), new Manifest.Entry(A, 1, "m.c")));

        assertThat(manifest.text()).isEqualTo(A + " 1 m.c\n" + B + " 2 m.h\n");
        assertThat(manifest.digest()).isEqualTo(Digest.of(manifest.text()));
        assertThat(manifest.bytes()).isEqualTo(3);
    }

    @Test
    void aFolderIsWhatLiesBelowIt() throws IOException {
        Files.createDirectories(folder.resolve("group"));
        Files.writeString(folder.resolve("group/b"), "bb");
        Files.writeString(folder.resolve("a"), "a");

        assertThat(Manifest.ofFolder(folder))
                .isEqualTo(new Manifest(List.of(new Manifest.Entry(A, 1, "a"), new Manifest.Entry(B, 2, "group/b"))));
    }

    @Test
    void anEmptyFolderIsNoArtifact() {
        assertThatIOException().isThrownBy(() -> Manifest.ofFolder(folder)).withMessageContaining("no file");
    }

    @Test
    void aPathThatWouldBreakTheLinesIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Manifest.Entry(A, 1, "a\nb"));
        var twice = List.of(new Manifest.Entry(A, 1, "a"), new Manifest.Entry(B, 2, "a"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Manifest(twice));
    }
}
