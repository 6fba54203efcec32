package io.lapidary.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.Digest;
import io.lapidary.api.store.LiveContent;

class KeeperTest {
    private static final Duration WEEK = Duration.ofDays(7);

    @TempDir
    private Path root;

    private FileStore store;
    private StoreLayout layout;
    private Keeper keeper;

    private record Live(int parts, Map<Integer, Set<Digest>> needed) implements LiveContent {}

    @BeforeEach
    void open() throws Exception {
        store = new FileStore(root, 0, new RealDisk());
        layout = new StoreLayout(root);
        keeper = new Keeper(store);
    }

    private Digest old(String content, int days) throws Exception {
        Digest digest = store.put(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
        Files.setLastModifiedTime(
                layout.object(digest), FileTime.from(Instant.now().minus(Duration.ofDays(days))));
        return digest;
    }

    @Test
    void takesWhatIsUnusedAndNeverWhatALiveRequestNeeds() throws Exception {
        Digest unused = old("unused", 8);
        Digest young = old("young", 6);
        Digest needed = old("needed", 60);
        Digest pinned = old("pinned", 60);
        store.pin(pinned, "somebody", Duration.ofHours(1));
        keeper.renew(new Live(2, Map.of(0, Set.of(needed), 1, Set.of(Digest.of("elsewhere")))));
        var collected = keeper.collect(2, WEEK, 0).orElseThrow();
        assertThat(collected.objects()).isEqualTo(1);
        assertThat(collected.kept()).isEqualTo(1);
        assertThat(store.contains(unused)).isFalse();
        assertThat(store.contains(young)).isTrue();
        assertThat(store.contains(needed)).isTrue();
        assertThat(store.contains(pinned)).isTrue();
    }

    @Test
    void takesNothingUnlessItIsKnownWhatEveryPartNeeds() throws Exception {
        Digest unused = old("unused", 30);
        assertThat(keeper.collect(0, WEEK, 0)).isEmpty();
        keeper.renew(new Live(2, Map.of(0, Set.of())));
        assertThat(keeper.collect(2, WEEK, 0)).isEmpty();
        keeper.renew(new Live(2, Map.of(1, Set.of())));
        Files.setLastModifiedTime(
                root.resolve("live/0"), FileTime.from(Instant.now().minus(Duration.ofDays(4))));
        assertThat(keeper.collect(2, WEEK, 0))
                .as("part 0 has had no coordinator for long")
                .isEmpty();
        assertThat(store.contains(unused)).isTrue();
        keeper.renew(new Live(2, Map.of(0, Set.of())));
        assertThat(keeper.collect(2, WEEK, 0)).isPresent();
        assertThat(store.contains(unused)).isFalse();
    }

    @Test
    void takesTheOldestFirstAndOnlyWhatIsAboveTheBytesToKeep() throws Exception {
        Digest oldest = old("12345", 40);
        Digest older = old("abcde", 30);
        Digest old = old("ABCDE", 20);
        Digest young = old("vwxyz", 1);
        keeper.renew(new Live(1, Map.of(0, Set.of())));
        assertThat(keeper.collect(1, WEEK, 20).orElseThrow().objects()).isZero();
        assertThat(keeper.collect(1, WEEK, 14).orElseThrow().objects()).isEqualTo(2);
        assertThat(store.contains(oldest)).isFalse();
        assertThat(store.contains(older)).isFalse();
        assertThat(store.contains(old)).isTrue();
        assertThat(keeper.collect(1, WEEK, 1).orElseThrow().objects())
                .as("young ones stay")
                .isEqualTo(1);
        assertThat(store.contains(young)).isTrue();
    }

    @Test
    void whoeverWantsWhatLiesAsideHasItBack() throws Exception {
        for (int use = 0; use < 5; use++) {
            Digest digest = old("wanted" + use, 9);
            Path aside = new Aside(layout).fresh(digest);
            Files.move(layout.object(digest), aside);
            switch (use) {
                case 0 -> store.pin(digest, "me", Duration.ofHours(1));
                case 1 -> store.open(digest).close();
                case 2 -> store.file(digest);
                case 3 -> store.size(digest);
                default -> assertThat(store.renew(digest)).isTrue();
            }
            assertThat(layout.object(digest)).exists();
            assertThat(aside).doesNotExist();
        }
    }

    @Test
    void aCollectorWhosePreyIsWantedMeanwhileTakesNothing() throws Exception {
        Digest digest = old("wanted", 9);
        var meddling = new RealDisk() {
            @Override
            public void rename(Path from, Path to) throws java.io.IOException {
                super.rename(from, to);
                if (from.equals(layout.object(digest))) {
                    new Aside(layout).giveBack(digest); // as a reader does at this moment
                }
            }
        };
        var collected =
                new Collector(root, meddling, Set.of(), false).run(Instant.now().minus(WEEK));
        assertThat(collected.objects()).isZero();
        assertThat(collected.kept()).isEqualTo(1);
        assertThat(store.contains(digest)).isTrue();
    }
}
