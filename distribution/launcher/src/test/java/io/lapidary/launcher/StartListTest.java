package io.lapidary.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.launcher.StartList.Entry;

class StartListTest {

    @TempDir
    Path system;

    @Test
    void ordersByLevelThenByName() throws Exception {
        Path api = jar("20/lapidary-api.jar");
        Path b = jar("05/b.jar");
        Path a = jar("05/a.jar");
        Path store = jar("20/lapidary-store.jar");
        Path log = jar("01/log.jar");

        assertThat(StartList.of(system).entries())
                .containsExactly(
                        new Entry(1, log), new Entry(5, a), new Entry(5, b), new Entry(20, api), new Entry(20, store));
    }

    @Test
    void passesOverWhatIsNoBundleOfALevel() throws Exception {
        Path bundle = jar("20/lapidary-api.jar");
        jar("20/notes.txt");
        jar("00/never.jar");
        jar("old/lapidary-api.jar");
        jar("7/one-digit.jar");
        jar("stray.jar");

        assertThat(StartList.of(system).entries()).containsExactly(new Entry(20, bundle));
    }

    @Test
    void saysThatADistributionWithoutBundlesIsIncomplete() throws Exception {
        Files.createDirectories(system.resolve("20"));

        assertThatThrownBy(() -> StartList.of(system))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining(system + " holds no bundles");
        assertThatThrownBy(() -> StartList.of(system.resolve("missing")))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("incomplete");
    }

    private Path jar(String name) throws Exception {
        Path file = system.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }
}
