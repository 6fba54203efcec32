package io.lapidary.worker.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmptyFoldersTest {
    private final EmptyFolders folders = new EmptyFolders();

    @TempDir
    private Path parent;

    /** What tells a folder from another that took its place. */
    private static Object key(Path folder) throws IOException {
        return Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
    }

    @Test
    void givesAFolderOutAgainEmptyAndUnderAnotherName() throws Exception {
        Path first = folders.take(parent, "step");
        Files.writeString(first.resolve("model.tflite"), "content");
        Files.createDirectory(first.resolve("nothing"));
        Object key = key(first);

        folders.giveBack(first, "step");
        Path second = folders.take(parent, "step");

        assertThat(key(second)).isEqualTo(key);
        assertThat(second).isEmptyDirectory().isNotEqualTo(first);
        assertThat(first).doesNotExist();
    }

    @Test
    void leavesNoWayFromAFinishedJobToTheNext() throws Exception {
        Path first = folders.take(parent, "step");
        folders.giveBack(first, "step");
        Path second = folders.take(parent, "step");

        assertThatThrownBy(() -> Files.writeString(first.resolve("late"), "of a thread that was left running"))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(second).isEmptyDirectory();
    }

    @Test
    void removesAFolderThatHoldsFoldersWithFiles() throws Exception {
        Path first = folders.take(parent, "step");
        Files.writeString(Files.createDirectory(first.resolve("saved_model")).resolve("a"), "content");

        folders.giveBack(first, "step");

        assertThat(parent).isEmptyDirectory();
        assertThat(folders.take(parent, "step")).isEmptyDirectory();
    }

    @Test
    void removesAFolderThatHeldMany() throws Exception {
        Path first = folders.take(parent, "step");
        for (int i = 0; i < 100; i++) {
            Files.createFile(first.resolve("sample-" + i));
        }

        folders.giveBack(first, "step");

        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void makesAnotherForOneThatSomebodyRemoved() throws Exception {
        folders.giveBack(folders.take(parent, "step"), "step");
        try (var kept = Files.newDirectoryStream(parent)) {
            for (Path folder : kept) {
                Files.delete(folder);
            }
        }

        assertThat(folders.take(parent, "step")).isEmptyDirectory();
    }

    @Test
    void keepsNoneOfAnotherParent() throws Exception {
        Path old = parent.resolve("old");
        folders.giveBack(folders.take(old, "step"), "step");

        Path folder = folders.take(parent.resolve("new"), "step");

        assertThat(folder).isEmptyDirectory().hasParent(parent.resolve("new"));
        assertThat(old).isEmptyDirectory();
    }
}
