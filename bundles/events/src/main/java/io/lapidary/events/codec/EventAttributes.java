package io.lapidary.events.codec;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import org.apache.avro.specific.SpecificRecord;

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

/**
 * What a message says about itself as an event.
 *
 * @param type as in {@code io.lapidary.work-item}
 * @param id made from the message's own identity, so that the same message sent twice has the same id
 * @param subject the requestId; empty if it is about none
 * @param time milliseconds since 1970
 * @param trace that it belongs to
 */
record EventAttributes(String type, String id, String subject, long time, Optional<TraceContext> trace) {
    private static final String PREFIX = "io.lapidary.";
    private static final Pattern WORD_START = Pattern.compile("(?<=[a-z])(?=[A-Z])");
    private static final Map<String, String> WORDS = new ConcurrentHashMap<>();

    /** @throws IllegalArgumentException if {@code message} is a part of a message and none itself */
    static EventAttributes of(SpecificRecord message) {
        if (message instanceof LifecycleEvent m) {
            String id = String.join("/", m.getWorkId(), "" + m.getAttempt(), m.getSource(), "" + m.getSequence());
            return new EventAttributes(
                    PREFIX + "request." + word(m.getType().name()),
                    id,
                    m.getRequestId(),
                    m.getTime(),
                    trace(m.getTraceparent()));
        } else if (message instanceof OptimizationRequest m) {
            return plain(m, m.getRequestId(), m.getRequestId(), m.getCreatedAt(), trace(m.getTraceparent()));
        } else if (message instanceof Control m) {
            String id = m.getRequestId() + "/" + word(m.getAction().name()) + "/" + m.getCreatedAt();
            return plain(m, id, m.getRequestId(), m.getCreatedAt(), Optional.empty());
        } else if (message instanceof WorkItem m) {
            String id = item(m.getWorkId(), m.getAttempt(), m.getRound());
            return plain(m, id, m.getRequestId(), m.getDispatchedAt(), trace(m.getTraceparent()));
        } else if (message instanceof Completion m) {
            String id = item(m.getWorkId(), m.getAttempt(), m.getRound());
            return plain(m, id, m.getRequestId(), m.getFinishedAt(), Optional.empty());
        } else if (message instanceof Heartbeat m) {
            String id = m.getWorkId() + "/" + m.getAttempt() + "/" + m.getTime();
            return plain(m, id, m.getRequestId(), m.getTime(), Optional.empty());
        } else if (message instanceof OptimizationResult m) {
            return plain(m, m.getRequestId(), m.getRequestId(), m.getFinishedAt(), trace(m.getTraceparent()));
        }
        return ofRecord(message);
    }

    private static EventAttributes ofRecord(SpecificRecord message) {
        if (message instanceof ArtifactRecord m) {
            String id = m.getRequestId() + "/" + m.getArtifact().getSha256();
            return plain(m, id, m.getRequestId(), m.getCreatedAt(), Optional.empty());
        } else if (message instanceof EvaluationRecord m) {
            String id = m.getRequestId() + "/" + m.getArtifact();
            return plain(m, id, m.getRequestId(), m.getCreatedAt(), Optional.empty());
        } else if (message instanceof DeadLetter m) {
            String id = m.getTopic() + "-" + m.getPartition() + "@" + m.getOffset();
            return plain(m, id, "", m.getTime(), Optional.empty());
        } else if (message instanceof CatalogEntry m) {
            return plain(m, m.getNode() + "/" + m.getAnnouncedAt(), "", m.getAnnouncedAt(), Optional.empty());
        } else if (message instanceof PartitionUse m) {
            return plain(m, m.getPartition() + "/" + m.getTime(), "", m.getTime(), Optional.empty());
        }
        throw new IllegalArgumentException(message.getSchema().getName() + " is no message of its own");
    }

    private static EventAttributes plain(
            SpecificRecord message, String id, String subject, long time, Optional<TraceContext> trace) {
        return new EventAttributes(PREFIX + word(message.getSchema().getName()), id, subject, time, trace);
    }

    private static String item(String workId, int attempt, int round) {
        return workId + "/" + attempt + "/" + round;
    }

    private static Optional<TraceContext> trace(String traceparent) {
        return Optional.ofNullable(traceparent).flatMap(TraceContext::parse);
    }

    /** {@code WorkItem} and {@code STEP_STARTED} as {@code work-item} and {@code step-started}; there are a few dozen. */
    private static String word(String name) {
        return WORDS.computeIfAbsent(
                name,
                n -> WORD_START.matcher(n).replaceAll("-").replace('_', '-').toLowerCase(Locale.ROOT));
    }
}
