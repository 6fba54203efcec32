package io.lapidary.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    Path folder;

    @Test
    void isMadeWhereItIsMissing() throws Exception {
        Path missing = folder.resolve("a/b");

        try (DataFolder data = DataFolder.take(missing)) {
            assertThat(data.path()).isEqualTo(missing).isDirectory();
        }
    }

    @Test
    void isHeldByOneNodeAtATime() throws Exception {
        try (DataFolder first = DataFolder.take(folder)) {
            Files.writeString(first.path().resolve("node.json"), "{\"pid\": 4711}");
            assertThatThrownBy(() -> DataFolder.take(folder))
                    .isInstanceOf(NodeException.class)
                    .hasMessage("A node already runs on the data folder " + folder
                            + " (process 4711): stop it, or give this one another folder with --data.");
        }
        DataFolder.take(folder).close();
    }

    @Test
    void saysThatItCannotBeWritten() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> DataFolder.take(file))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("The data folder " + file + " cannot be written")
                .hasMessageContaining("--data");
    }

    @Test
    void remembersTheNodesName() throws Exception {
        String made;
        try (DataFolder data = DataFolder.take(folder)) {
            made = data.rememberedNodeId();
        }
        try (DataFolder data = DataFolder.take(folder)) {
            assertThat(data.rememberedNodeId()).isEqualTo(made);
        }
        assertThat(made).matches("[A-Za-z0-9._-]+-[0-9a-f]{4}");
        try (DataFolder other = DataFolder.take(folder.resolve("other"))) {
            Files.writeString(other.path().resolve("node.id"), "rack-1\n");
            assertThat(other.rememberedNodeId()).isEqualTo("rack-1");
        }
    }
}
