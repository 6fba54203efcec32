package com.example.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFolderTest {
    /** Of the text "abc", as FIPS 180-2 prints it. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    Path root;

    private Path file;
    private StoreFolder store;

    @BeforeEach
    void makeAStore() throws Exception {
        Files.writeString(root.resolve("store-id"), "for a test");
        Files.createDirectories(root.resolve("temporary"));
        file = Files.writeString(root.resolve("given"), "abc");
        store = new StoreFolder(root);
    }

    @Test
    void contentLiesUnderItsDigest() throws Exception {
        assertThat(store.put(file)).isEqualTo("lapidary:sha256/" + ABC);
        assertThat(store.put(file)).as("again").isEqualTo("lapidary:sha256/" + ABC);
        assertThat(root.resolve("objects/ba").resolve(ABC.substring(2))).hasContent("abc");
        assertThat(root.resolve("temporary")).isEmptyDirectory();
    }

    @Test
    void whatIsFetchedIsWhatWasPut() throws Exception {
        Path target = root.resolve("out/of/here");
        store.fetch(store.put(file), target);
        assertThat(target).hasContent("abc");
    }

    @Test
    void damageAndAbsenceAreTold() throws Exception {
        String uri = store.put(file);
        Path object = root.resolve("objects/ba").resolve(ABC.substring(2));
        Files.delete(object);
        assertThatIOException()
                .isThrownBy(() -> store.fetch(uri, root.resolve("out")))
                .withMessageContaining("does not hold");
        Files.writeString(object, "abd");
        assertThatIOException()
                .isThrownBy(() -> store.fetch(uri, root.resolve("out")))
                .withMessageContaining("damaged");
    }

    @Test
    void anotherFolderIsNoStore() {
        assertThatIOException()
                .isThrownBy(() -> new StoreFolder(root.resolve("temporary")))
                .withMessageContaining("no store");
    }
}
