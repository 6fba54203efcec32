package io.lapidary.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.Digest;
import io.lapidary.api.store.ArtifactStore;
import io.lapidary.store.Collected;
import io.lapidary.store.FileArtifactStore;
import io.lapidary.store.StoreFault;
import io.lapidary.store.StoreMaintenance;

class StoreMaintenanceTest {
    private static final Duration WEEK = Duration.ofDays(7);

    @TempDir
    private Path root;

    private StoreLayout layout;
    private ArtifactStore store;
    private StoreMaintenance maintenance;

    @BeforeEach
    void open() throws Exception {
        layout = new StoreLayout(root);
        store = FileArtifactStore.open(root, 0);
        maintenance = new StoreMaintenance(root);
    }

    private Digest put(String content) throws Exception {
        return store.put(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
    }

    private static void age(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
    }

    private static void flip(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        file.toFile().setWritable(true);
        Files.write(file, bytes);
    }

    @Test
    void tellsWhatItTook() throws Exception {
        Digest old = put("old");
        Digest young = put("young");
        age(layout.object(old));
        assertThat(maintenance.taken()).isEmpty();
        maintenance.collect(WEEK, Set.of(), true);
        assertThat(maintenance.taken()).isEmpty();

        Instant before = Instant.now().minusSeconds(1);
        maintenance.collect(WEEK, Set.of(), false);
        assertThat(maintenance.taken()).containsOnlyKeys(old);
        assertThat(maintenance.taken().get(old)).isAfter(before);
        assertThat(store.contains(young)).isTrue();

        Path list;
        try (var files = Files.list(layout.taken())) {
            list = files.findFirst().orElseThrow();
        }
        Files.writeString(list, old.hex() + "\n" + young.hex().substring(9)); // cut off by a crash
        assertThat(maintenance.taken()).containsOnlyKeys(old);
        Files.setLastModifiedTime(list, FileTime.from(Instant.now().minus(Duration.ofDays(40))));
        age(layout.object(young));
        maintenance.collect(WEEK, Set.of(), false);
        assertThat(maintenance.taken()).containsOnlyKeys(young);
    }

    @Test
    void findsEveryFlippedByteAndTakesNothing() throws Exception {
        Digest whole = put("whole");
        Digest damaged = put("damaged");
        store.bind("a", whole);
        store.bind("b", whole);
        store.remember("c", new byte[] {1, 2, 3});
        store.remember("d", new byte[] {1, 2, 3});
        var read = new long[1];
        assertThat(maintenance.verify(b -> read[0] = b)).satisfies(check -> {
            assertThat(check.faults()).isEmpty();
            assertThat(check.objects()).isEqualTo(2);
            assertThat(check.bytes())
                    .isEqualTo("whole".length() + "damaged".length())
                    .isEqualTo(read[0]);
            assertThat(check.records()).isEqualTo(4);
        });

        flip(layout.object(damaged), 3);
        flip(layout.binding("b"), 70);
        flip(layout.memo("d"), 39);

        var check = maintenance.verify(bytes -> {});
        assertThat(check.faults())
                .containsExactlyInAnyOrder(
                        new StoreFault(StoreFault.Kind.DAMAGED_OBJECT, Optional.of(damaged), layout.object(damaged)),
                        new StoreFault(StoreFault.Kind.DAMAGED_BINDING, Optional.empty(), layout.binding("b")),
                        new StoreFault(StoreFault.Kind.DAMAGED_MEMO, Optional.empty(), layout.memo("d")));
        assertThat(layout.object(damaged)).exists();
    }

    @Test
    void findsAByteThatChangedWhereverItIs() throws Exception {
        store.remember("key", new byte[] {4, 5});
        Digest object = put("content");
        for (Path file : new Path[] {layout.memo("key"), layout.object(object)}) {
            int length = (int) Files.size(file);
            for (int at = 0; at < length; at++) {
                flip(file, at);
                assertThat(maintenance.verify(bytes -> {}).faults())
                        .as("byte %d of %s", at, file)
                        .hasSize(1);
                flip(file, at);
            }
        }
        assertThat(maintenance.verify(bytes -> {}).faults()).isEmpty();
    }

    @Test
    void takesWhatIsOldAndNeitherPinnedNorNeeded() throws Exception {
        Digest young = put("young");
        Digest old = put("old");
        Digest pinned = put("pinned");
        Digest formerly = put("formerly pinned");
        Digest needed = put("needed");
        store.pin(pinned, "a job", Duration.ofHours(1));
        store.pin(formerly, "a job", Duration.ofMillis(-1));
        store.bind("old", old);
        store.bind("young", young);
        store.remember("old", new byte[] {1});
        store.remember("young", new byte[] {2});
        for (Digest digest : new Digest[] {old, pinned, formerly, needed}) {
            age(layout.object(digest));
        }
        age(layout.binding("old"));
        age(layout.memo("old"));

        var expected = new Collected(2, "old".length() + "formerly pinned".length(), 2, 2);
        assertThat(maintenance.collect(WEEK, Set.of(needed), true)).isEqualTo(expected);
        assertThat(layout.object(old)).exists();
        assertThat(maintenance.collect(WEEK, Set.of(needed), false)).isEqualTo(expected);

        assertThat(store.contains(old)).isFalse();
        assertThat(store.contains(formerly)).isFalse();
        assertThat(store.contains(young)).isTrue();
        assertThat(store.contains(pinned)).isTrue();
        assertThat(store.contains(needed)).isTrue();
        assertThat(store.binding("old")).isEmpty();
        assertThat(store.binding("young")).contains(young);
        assertThat(store.recall("old")).isEmpty();
        assertThat(store.recall("young")).isPresent();
        assertThat(layout.temporary()).isEmptyDirectory();
        assertThat(put("old")).isEqualTo(old);
    }

    @Test
    void leavesWhatIsReadOrRecalled() throws Exception {
        Digest opened = put("opened");
        Digest asFile = put("as a file");
        store.remember("memo", new byte[] {1});
        age(layout.object(opened));
        age(layout.object(asFile));
        age(layout.memo("memo"));
        store.open(opened).close();
        store.file(asFile);
        store.recall("memo");

        assertThat(maintenance.collect(WEEK, Set.of(), false)).isEqualTo(new Collected(0, 0, 0, 0));
    }

    @Test
    void givesBackWhatIsPinnedWhileItIsTaken() throws Exception {
        Digest digest = put("wanted at the last moment");
        age(layout.object(digest));
        var pinnedMeanwhile = new AtomicBoolean();
        var disk = new RealDisk() {
            @Override
            public void rename(Path from, Path to) throws IOException {
                super.rename(from, to);
                if (pinnedMeanwhile.compareAndSet(false, true)) {
                    pinNow(digest);
                }
            }
        };
        var collected =
                new Collector(root, disk, Set.of(), false).run(Instant.now().minus(WEEK));

        assertThat(collected).isEqualTo(new Collected(0, 0, 0, 1));
        assertThat(store.contains(digest)).isTrue();
        assertThat(maintenance.verify(bytes -> {}).faults()).isEmpty();
    }

    /** As another process does at this moment: it finds the object where the collector has moved it. */
    private void pinNow(Digest digest) {
        assertThatCode(() -> store.pin(digest, "late", Duration.ofHours(1))).doesNotThrowAnyException();
    }

    @Test
    void collectsNothingThatWasUsedWithinADay() {
        assertThatThrownBy(() -> maintenance.collect(Duration.ofHours(2), Set.of(), false))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
