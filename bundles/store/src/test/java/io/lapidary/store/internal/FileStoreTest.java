package io.lapidary.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.Digest;
import io.lapidary.api.store.ArtifactStore;
import io.lapidary.api.store.StoredObject;
import io.lapidary.store.FileArtifactStore;

class FileStoreTest {
    private static final byte[] CONTENT = "weights".repeat(50_000).getBytes(StandardCharsets.UTF_8);
    private static final Digest DIGEST = Digest.of(CONTENT);

    @TempDir
    private Path folder;

    private Path root;
    private ArtifactStore store;

    @BeforeEach
    void open() throws Exception {
        root = folder.resolve("store");
        store = FileArtifactStore.open(root, 0);
    }

    private Digest put() throws Exception {
        return store.put(new ByteArrayInputStream(CONTENT));
    }

    @Test
    void putsContentInMemoryOnce() throws Exception {
        assertThat(store.put(CONTENT)).isEqualTo(DIGEST);
        Object key = Files.readAttributes(store.file(DIGEST), BasicFileAttributes.class)
                .fileKey();

        assertThat(store.put(CONTENT)).isEqualTo(DIGEST);

        assertThat(store.file(DIGEST)).hasBinaryContent(CONTENT);
        assertThat(Files.readAttributes(store.file(DIGEST), BasicFileAttributes.class)
                        .fileKey())
                .isEqualTo(key);
    }

    @Test
    void givesBackWhatWasPut() throws Exception {
        Path file = Files.write(folder.resolve("model.tflite"), CONTENT);

        assertThat(store.put(file)).isEqualTo(DIGEST);

        assertThat(file).hasBinaryContent(CONTENT);
        assertThat(store.contains(DIGEST)).isTrue();
        assertThat(store.size(DIGEST)).isEqualTo(CONTENT.length);
        assertThat(store.file(DIGEST))
                .hasBinaryContent(CONTENT)
                .isEqualTo(root.resolve("objects/" + DIGEST.hex().substring(0, 2) + "/"
                        + DIGEST.hex().substring(2)));
        assertThat(Files.getPosixFilePermissions(store.file(DIGEST)))
                .allMatch(p -> p.name().endsWith("_READ"));
        try (InputStream in = store.open(DIGEST)) {
            assertThat(in.readAllBytes()).isEqualTo(CONTENT);
        }
        assertThat(root.resolve("temporary")).isEmptyDirectory();
    }

    @Test
    void leavesTheCallersStreamOpen() throws Exception {
        var closed = new boolean[1];
        store.put(new ByteArrayInputStream(CONTENT) {
            @Override
            public void close() {
                closed[0] = true;
            }
        });
        assertThat(closed[0]).isFalse();
    }

    @Test
    void anInterruptedThreadFinishesItsPut() throws Exception {
        Thread.currentThread().interrupt();
        assertThat(put()).isEqualTo(DIGEST);
        assertThat(store.bind("key", DIGEST)).isEqualTo(DIGEST);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void keepsEmptyContent() throws Exception {
        Digest digest = store.put(new ByteArrayInputStream(new byte[0]));
        assertThat(store.size(digest)).isZero();
        assertThat(store.file(digest)).isEmptyFile();
    }

    @Test
    void theIdStaysAndDiffersFromAnothers() throws Exception {
        assertThat(FileArtifactStore.open(root).id()).isEqualTo(store.id()).isNotBlank();
        assertThat(FileArtifactStore.open(folder.resolve("other")).id()).isNotEqualTo(store.id());
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        Digest missing = Digest.of("missing");
        assertThat(store.contains(missing)).isFalse();
        assertThatThrownBy(() -> store.size(missing)).satisfies(Codes.is("not-found"));
        assertThatThrownBy(() -> store.open(missing)).satisfies(Codes.is("not-found"));
        assertThatThrownBy(() -> store.file(missing)).satisfies(Codes.is("not-found"));
        assertThatThrownBy(() -> store.pin(missing, "me", Duration.ofDays(1))).satisfies(Codes.is("not-found"));
        assertThatThrownBy(() -> store.put(folder.resolve("nothing"))).satisfies(Codes.is("not-found"));
        assertThat(store.binding("nothing")).isEmpty();
    }

    @Test
    void listsEveryObjectAndNothingElse() throws Exception {
        put();
        Digest second = store.put(new ByteArrayInputStream(new byte[3]));
        Files.writeString(root.resolve("objects/README"), "not an object");
        try (var objects = store.list()) {
            assertThat(objects.toList())
                    .extracting(StoredObject::digest, StoredObject::bytes)
                    .containsExactlyInAnyOrder(tuple(DIGEST, (long) CONTENT.length), tuple(second, 3L));
        }
    }

    @Test
    void whatIsPutAgainIsYoungAgain() throws Exception {
        put();
        Instant old = Instant.now().minus(Duration.ofDays(30));
        Files.setLastModifiedTime(store.file(DIGEST), FileTime.from(old));
        put();
        try (var objects = store.list()) {
            assertThat(objects.findFirst().orElseThrow().created())
                    .isAfter(Instant.now().minusSeconds(60));
        }
    }

    @Test
    void theFirstBindingStands() throws Exception {
        Digest other = Digest.of("other");
        assertThat(store.bind("step/1", DIGEST)).isEqualTo(DIGEST);
        assertThat(store.bind("step/1", other)).isEqualTo(DIGEST);
        assertThat(store.bind("step/2", other)).isEqualTo(other);
        assertThat(FileArtifactStore.open(root).binding("step/1")).contains(DIGEST);
        assertThat(store.bind("a/../../key\nwith lines ü", DIGEST)).isEqualTo(DIGEST);
        assertThat(store.binding("a/../../key\nwith lines ü")).contains(DIGEST);
    }

    @Test
    void theFirstMemoStands() throws Exception {
        byte[] first = {1, 2, 3};
        assertThat(store.recall("step/1")).isEmpty();
        assertThat(store.remember("step/1", first)).isEqualTo(first);
        assertThat(store.remember("step/1", new byte[] {4})).isEqualTo(first);
        assertThat(FileArtifactStore.open(root).recall("step/1"))
                .hasValueSatisfying(memo -> assertThat(memo).isEqualTo(first));
        assertThat(store.remember("a/../../key\nwith lines ü", new byte[0])).isEmpty();
        assertThat(store.recall("a/../../key\nwith lines ü"))
                .hasValueSatisfying(memo -> assertThat(memo).isEmpty());
        assertThat(root.resolve("temporary")).isEmptyDirectory();
    }

    @Test
    void whatIsThereIsNotWrittenAgain() throws Exception {
        Path file = Files.write(folder.resolve("model.tflite"), CONTENT);
        store.put(file);
        var disk = new BreakingDisk(Integer.MAX_VALUE, () -> {});
        var other = new FileStore(root, 0, disk);
        int opening = disk.steps();

        assertThat(other.put(file)).isEqualTo(DIGEST);
        assertThat(disk.steps())
                .as("another process may not have made the name durable")
                .isEqualTo(opening + 1);
        assertThat(other.put(file)).isEqualTo(DIGEST);
        assertThat(disk.steps()).as("this one has").isEqualTo(opening + 1);
    }

    @Test
    void aMemoWaitsForNoDevice() throws Exception {
        var disk = new BreakingDisk(Integer.MAX_VALUE, () -> {});
        var counted = new FileStore(root, 0, disk);
        counted.remember("key", new byte[10]);
        Files.delete(new StoreLayout(root).memo("key"));
        int before = disk.steps();
        counted.remember("key", new byte[10]);
        assertThat(disk.steps() - before)
                .as("create, write by halves, link: no sync")
                .isEqualTo(4);
    }

    @Test
    void aPinOfOneOwnerTakesThePlaceOfItsFormer() throws Exception {
        put();
        store.pin(DIGEST, "a", Duration.ofDays(3));
        store.pin(DIGEST, "a", Duration.ofDays(1));
        assertThat(pinnedUntil()).isBetween(in(Duration.ofHours(23)), in(Duration.ofHours(25)));
        store.pin(DIGEST, "b", Duration.ofDays(2));
        assertThat(pinnedUntil()).isBetween(in(Duration.ofHours(47)), in(Duration.ofHours(49)));
    }

    private Instant pinnedUntil() throws Exception {
        var layout = new StoreLayout(root);
        return new Pins(layout, new DurableWriter(layout, new RealDisk(), 0))
                .pinnedUntil(DIGEST)
                .orElseThrow();
    }

    private static Instant in(Duration time) {
        return Instant.now().plus(time);
    }

    @Test
    void manyThreadsPutAndBindAtOnce() throws Exception {
        var threads = Executors.newFixedThreadPool(8);
        try {
            var jobs = IntStream.range(0, 64)
                    .<Callable<Digest>>mapToObj(i -> () -> {
                        put();
                        return store.bind("key " + i % 4, Digest.of("value " + i));
                    })
                    .toList();
            var results = threads.invokeAll(jobs);
            for (int i = 0; i < results.size(); i++) {
                assertThat(results.get(i).get())
                        .isEqualTo(store.binding("key " + i % 4).orElseThrow());
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(store.file(DIGEST)).hasBinaryContent(CONTENT);
        assertThat(root.resolve("temporary")).isEmptyDirectory();
    }
}
