package io.lapidary.events.codec;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.events.ArtifactRecord;
import io.lapidary.events.CatalogEntry;
import io.lapidary.events.Completion;
import io.lapidary.events.Control;
import io.lapidary.events.DeadLetter;
import io.lapidary.events.EvaluationRecord;
import io.lapidary.events.Heartbeat;
import io.lapidary.events.LifecycleEvent;
import io.lapidary.events.OptimizationRequest;
import io.lapidary.events.OptimizationResult;
import io.lapidary.events.PartitionUse;
import io.lapidary.events.WorkItem;

/** Writer schemas by fingerprint: the platform's own from the start, others as {@code lapidary.schemas} tells of them. Thread-safe. */
public final class SchemaCatalog {
    /** Schemas learned at most: each takes memory, and they come from outside. */
    static final int MAX_LEARNED = 10_000;

    /** Least time between two vain waits, so that a flood of unknown fingerprints does not hold up what follows. */
    private static final long VAIN_WAIT_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final List<Schema> OWN = List.of(
            OptimizationRequest.getClassSchema(),
            Control.getClassSchema(),
            WorkItem.getClassSchema(),
            Heartbeat.getClassSchema(),
            Completion.getClassSchema(),
            OptimizationResult.getClassSchema(),
            ArtifactRecord.getClassSchema(),
            EvaluationRecord.getClassSchema(),
            LifecycleEvent.getClassSchema(),
            DeadLetter.getClassSchema(),
            CatalogEntry.getClassSchema(),
            PartitionUse.getClassSchema());

    private final Map<Long, Schema> schemas = new HashMap<>();
    private long vainWaitAt = System.nanoTime() - VAIN_WAIT_INTERVAL_NANOS;

    public SchemaCatalog() {
        OWN.forEach(schema -> schemas.put(Fingerprint.of(schema), schema));
    }

    /** The platform's own message schemas, to be published before their first use: fingerprint (16 hexadecimal digits) to JSON. */
    public static SortedMap<String, String> known() {
        var known = new TreeMap<String, String>();
        OWN.forEach(schema -> known.put(Fingerprint.hex(Fingerprint.of(schema)), SchemaText.portable(schema)));
        return known;
    }

    /** The platform's own message schemas. */
    static List<Schema> own() {
        return OWN;
    }

    /**
     * Takes in a schema that someone writes with.
     *
     * @param fingerprint 16 hexadecimal digits
     * @param json the schema
     * @throws LapidaryException of code undecodable-message if that is no schema, or not the one of that fingerprint
     */
    public void learn(String fingerprint, String json) throws LapidaryException {
        Schema schema = parse(fingerprint, json);
        long actual = Fingerprint.of(schema);
        if (!Fingerprint.hex(actual).equals(fingerprint)) {
            throw refused(fingerprint, "has the fingerprint " + Fingerprint.hex(actual), null);
        }
        synchronized (schemas) {
            if (schemas.size() >= MAX_LEARNED + OWN.size() && !schemas.containsKey(actual)) {
                throw refused(fingerprint, "is one more than the " + MAX_LEARNED + " that are kept", null);
            }
            schemas.putIfAbsent(actual, schema);
            schemas.notifyAll();
        }
    }

    /** The schema of a fingerprint, if it is known now. */
    Optional<Schema> find(long fingerprint) {
        synchronized (schemas) {
            return Optional.ofNullable(schemas.get(fingerprint));
        }
    }

    /**
     * The schema of a fingerprint; waits a little for one that is not known yet, since a sender's schema and its first message
     * come by different topics. A wait in vain is not repeated for half a minute.
     */
    Optional<Schema> await(long fingerprint, Duration patience) throws InterruptedException {
        synchronized (schemas) {
            long start = System.nanoTime();
            long left = start - vainWaitAt < VAIN_WAIT_INTERVAL_NANOS ? 0 : patience.toNanos();
            while (!schemas.containsKey(fingerprint) && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(schemas, left);
                left = patience.toNanos() - (System.nanoTime() - start);
                if (left <= 0) {
                    vainWaitAt = System.nanoTime();
                }
            }
            return Optional.ofNullable(schemas.get(fingerprint));
        }
    }

    private static Schema parse(String fingerprint, String json) throws LapidaryException {
        if (SchemaText.nesting(json) > SchemaText.MAX_NESTING) {
            throw refused(fingerprint, "nests deeper than " + SchemaText.MAX_NESTING + " levels", null);
        }
        try {
            return new Schema.Parser().parse(json);
        } catch (AvroRuntimeException e) {
            throw refused(fingerprint, "is no Avro schema", e);
        }
    }

    private static LapidaryException refused(String fingerprint, String why, Exception cause) {
        return new LapidaryException(
                ErrorCodes.UNDECODABLE_MESSAGE,
                "The schema published under " + fingerprint + " " + why + ".",
                "Publish the schema's JSON, keyed by its CRC-64-AVRO fingerprint as 16 hexadecimal digits.",
                cause);
    }
}
