package io.lapidary.store.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.Digest;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.store.LiveContent;
import io.lapidary.api.store.StoredObject;
import io.lapidary.store.Collected;

/**
 * Retention by nodes that share a store, any number of them, without a word between them.
 *
 * <p>Every node that coordinates renews the age of what its live requests need, and marks in the store that it did, for each part of the
 * requests. A collector takes only what is older than the least time of retention, so content of a live request is never old
 * as long as its part is renewed; and it takes nothing unless every part's mark is young. So if a part has no coordinator, or
 * one that cannot reach the store, nothing is taken until it has. Several may collect at a time, which costs no more than time:
 * see {@link Collector}.
 */
final class Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

    private final FileStore store;
    private final Path marks;

    Keeper(FileStore store) {
        this.store = store;
        this.marks = store.root().resolve("live");
    }

    /** Renews what live requests need, and then marks their parts. */
    void renew(LiveContent live) throws LapidaryException {
        for (Map.Entry<Integer, Set<Digest>> part : live.needed().entrySet()) {
            for (Digest digest : part.getValue()) {
                if (!store.renew(digest)) {
                    LOG.debug("{} is needed by a live request and is not in this store.", digest);
                }
            }
            try {
                Files.createDirectories(marks);
                Path mark = marks.resolve(part.getKey().toString());
                Files.write(mark, new byte[0]);
                Files.setLastModifiedTime(mark, FileTime.from(Instant.now()));
            } catch (IOException e) {
                throw StoreErrors.of(store.root(), "marking what is needed", e);
            }
        }
    }

    /**
     * Takes what nobody used for a time.
     *
     * @param parts of the live requests
     * @param keepBytes nothing is taken while the store holds no more; the oldest first above
     * @return what was taken; empty if it is not known what live requests need
     */
    Optional<Collected> collect(int parts, Duration unused, long keepBytes)
            throws LapidaryException, InterruptedException {
        Instant now = Instant.now();
        Instant limit = now.minus(unused);
        List<Integer> unknown = unmarked(parts, now.minus(unused.dividedBy(2)));
        if (parts == 0 || !unknown.isEmpty()) {
            LOG.info(
                    "Nothing is taken from the store: what live requests of parts {} need was not told lately.",
                    unknown);
            return Optional.empty();
        }
        Instant oldest = keepBytes == 0 ? limit : earlier(limit, bytesAbove(keepBytes));
        Collected collected = new Collector(store.root(), new RealDisk(), Set.of(), false).run(oldest);
        if (collected.objects() + collected.records() > 0) {
            LOG.info(
                    "Took {} objects of {} bytes and {} records that were unused since {}; kept {} old ones that are pinned.",
                    collected.objects(),
                    collected.bytes(),
                    collected.records(),
                    oldest,
                    collected.kept());
        }
        return Optional.of(collected);
    }

    private List<Integer> unmarked(int parts, Instant limit) throws LapidaryException {
        var unmarked = new ArrayList<Integer>();
        for (int part = 0; part < parts; part++) {
            try {
                if (Files.getLastModifiedTime(marks.resolve(Integer.toString(part)))
                        .toInstant()
                        .isBefore(limit)) {
                    unmarked.add(part);
                }
            } catch (NoSuchFileException e) {
                unmarked.add(part);
            } catch (IOException e) {
                throw StoreErrors.of(store.root(), "looking what is needed", e);
            }
        }
        return unmarked;
    }

    /** The time before which objects have to go so that no more than {@code keep} bytes are left. */
    private Instant bytesAbove(long keep) throws LapidaryException {
        List<StoredObject> objects;
        try (var all = store.list()) {
            objects = all.sorted(Comparator.comparing(StoredObject::created).reversed())
                    .toList();
        }
        long bytes = 0;
        for (StoredObject object : objects) {
            bytes += object.bytes();
            if (bytes > keep) {
                return object.created().plusMillis(1);
            }
        }
        return Instant.MIN;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
