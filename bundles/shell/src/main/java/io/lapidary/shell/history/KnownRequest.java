package io.lapidary.shell.history;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;

import io.lapidary.shell.request.RequestDraft;

/**
 * What the topics tell of one request.
 *
 * @param id the requestId
 * @param tenant whose it is
 * @param state RECEIVED, QUEUED, DISPATCHED or WAITING, or how it ended
 * @param changed when it came to that state
 * @param labels of its result, or of the request where that was looked at; empty where neither is known
 */
public record KnownRequest(String id, String tenant, RequestState state, Instant changed, Map<String, String> labels) {
    /** The label that links a request to the failed one that it repeats. */
    public static final String RETRY_OF = "retry-of";

    /** The label that links a request to the one whose artifact it makes again. */
    public static final String REPLAY_OF = "replay-of";

    private static final Comparator<KnownRequest> ORDER = Comparator.comparing(
                    (KnownRequest r) -> r.state().isEnd())
            .thenComparing(KnownRequest::changed)
            .thenComparing(KnownRequest::state);

    public KnownRequest {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(changed, "changed");
        labels = Map.copyOf(labels);
    }

    /** The model's name; empty where it is not known. */
    public String model() {
        return labels.getOrDefault(RequestDraft.MODEL_LABEL, "");
    }

    KnownRequest labelled(Map<String, String> given) {
        return new KnownRequest(id, tenant, state, changed, given);
    }

    /** The later of two tellings; an end is never taken back. */
    KnownRequest orLater(KnownRequest other) {
        return ORDER.compare(this, other) >= 0 ? this : other;
    }
}
