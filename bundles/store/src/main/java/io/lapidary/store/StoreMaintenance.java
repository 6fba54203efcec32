package io.lapidary.store;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;

import io.lapidary.api.Digest;
import io.lapidary.api.LapidaryException;
import io.lapidary.store.internal.Collector;
import io.lapidary.store.internal.RealDisk;
import io.lapidary.store.internal.Verifier;

/** Looks after the store in a folder, while others use it. */
public final class StoreMaintenance {
    /** The least time that content must have been unused before it is taken: a job may hold what it used a while ago. */
    public static final Duration LEAST_AGE = Duration.ofDays(1);

    private final Path root;

    /** @param root a store's folder */
    public StoreMaintenance(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /**
     * Reads everything and finds every byte that changed. Takes nothing away: who reads a damaged object meets its digest and moves
     * it to quarantine.
     *
     * @param progress gets the bytes read so far
     * @throws LapidaryException of code store-unavailable if the folder cannot be read
     */
    public StoreCheck verify(LongConsumer progress) throws LapidaryException, InterruptedException {
        return new Verifier(root).run(progress);
    }

    /**
     * What collections took within about the last month, and when at the latest: what is not there for this reason is not lost. It
     * may have been put again since.
     *
     * @throws LapidaryException of code store-unavailable if the folder cannot be read
     */
    public Map<Digest, Instant> taken() throws LapidaryException {
        return Verifier.taken(root);
    }

    /**
     * Takes objects and records away that nobody has put, read or recalled for a time, unless they are pinned or needed.
     *
     * @param unused for how long; at least {@link #LEAST_AGE}
     * @param needed what requests that have not ended came with
     * @param pretend whether to count only
     * @throws LapidaryException of code store-unavailable if the folder cannot be read or written
     */
    public Collected collect(Duration unused, Set<Digest> needed, boolean pretend)
            throws LapidaryException, InterruptedException {
        if (unused.compareTo(LEAST_AGE) < 0) {
            throw new IllegalArgumentException(unused + " is less than " + LEAST_AGE);
        }
        return new Collector(root, new RealDisk(), needed, pretend)
                .run(Instant.now().minus(unused));
    }
}
