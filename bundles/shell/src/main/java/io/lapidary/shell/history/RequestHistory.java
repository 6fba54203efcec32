package io.lapidary.shell.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

import org.apache.avro.specific.SpecificRecord;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.messaging.InboundMessage;
import io.lapidary.events.LifecycleEvent;
import io.lapidary.events.OptimizationRequest;
import io.lapidary.events.OptimizationResult;
import io.lapidary.events.codec.MessageCodec;
import io.lapidary.events.codec.Topics;
import io.lapidary.shell.platform.Platform;

/**
 * Looks back over a platform's topics, as far as their retention reaches. A message in words that this version does not know is
 * passed over: the history is to be looked at, it decides nothing.
 */
public final class RequestHistory {
    private final Platform platform;
    private final MessageCodec codec;

    public RequestHistory(Platform platform) {
        this.platform = platform;
        codec = platform.codec();
    }

    /** Every request that is known of, the latest change first. */
    public List<KnownRequest> requests() throws LapidaryException, InterruptedException {
        var known = new ConcurrentHashMap<String, KnownRequest>();
        platform.readAll(Topics.EVENTS, message -> event(message).ifPresent(r -> add(known, r)));
        platform.readAll(Topics.RESULTS, message -> result(message).ifPresent(r -> add(known, r)));
        return known.values().stream()
                .sorted(Comparator.comparing(KnownRequest::changed).reversed().thenComparing(KnownRequest::id))
                .toList();
    }

    /** What is known of one request. */
    public Optional<KnownRequest> request(String id) throws LapidaryException, InterruptedException {
        return requests().stream().filter(r -> r.id().equals(id)).findFirst();
    }

    /** The request as it was sent first; empty if its topic no longer has it. */
    public Optional<OptimizationRequest> sent(KnownRequest request) throws LapidaryException, InterruptedException {
        var found = new AtomicReference<OptimizationRequest>();
        platform.readAll(Topics.requests(request.tenant()), message -> {
            if (message.key().equals(request.id())) {
                decode(OptimizationRequest.class, message).ifPresent(r -> found.compareAndSet(null, r));
            }
        });
        return Optional.ofNullable(found.get());
    }

    /** Requests without a result, of every tenant that is known of. */
    public List<OptimizationRequest> live() throws LapidaryException, InterruptedException {
        var ended = new HashSet<String>();
        var tenants = new TreeSet<>(Set.of(Topics.DEFAULT_TENANT));
        for (KnownRequest request : requests()) {
            tenants.add(request.tenant());
            if (request.state().isEnd()) {
                ended.add(request.id());
            }
        }
        return sent(tenants, id -> !ended.contains(id));
    }

    /** Requests that were sent since a time, of every tenant that is known of. */
    public List<OptimizationRequest> sentSince(Instant since) throws LapidaryException, InterruptedException {
        var tenants = new TreeSet<>(Set.of(Topics.DEFAULT_TENANT));
        requests().forEach(request -> tenants.add(request.tenant()));
        return sent(tenants, id -> true).stream()
                .filter(request -> Instant.ofEpochMilli(request.getCreatedAt()).isAfter(since))
                .toList();
    }

    private List<OptimizationRequest> sent(Set<String> tenants, Predicate<String> wanted)
            throws LapidaryException, InterruptedException {
        var sent = new ArrayList<OptimizationRequest>();
        for (String tenant : tenants) {
            platform.readAll(Topics.requests(tenant), message -> {
                if (wanted.test(message.key())) {
                    decode(OptimizationRequest.class, message).ifPresent(sent::add);
                }
            });
        }
        return sent;
    }

    /**
     * Every request that is known of, those that have not ended with the labels that they were sent with, as far as the requests of
     * their tenants may be read.
     */
    public List<KnownRequest> labelled() throws LapidaryException, InterruptedException {
        List<KnownRequest> known = requests();
        var sent = new HashMap<String, Map<String, String>>();
        var tenants = new TreeSet<String>();
        known.stream().filter(request -> !request.state().isEnd()).forEach(request -> tenants.add(request.tenant()));
        for (String tenant : tenants) {
            sent.putAll(labels(tenant));
        }
        return known.stream()
                .map(request ->
                        request.state().isEnd() ? request : request.labelled(sent.getOrDefault(request.id(), Map.of())))
                .toList();
    }

    /** By request; none where who looks may see events, but not read the requests. */
    private Map<String, Map<String, String>> labels(String tenant) throws InterruptedException {
        var sent = new HashMap<String, Map<String, String>>();
        try {
            platform.readAll(
                    Topics.requests(tenant),
                    message -> decode(OptimizationRequest.class, message)
                            .ifPresent(request -> sent.putIfAbsent(request.getRequestId(), request.getLabels())));
        } catch (LapidaryException e) {
            return Map.of();
        }
        return sent;
    }

    /** Every result that is still kept. */
    public List<OptimizationResult> results() throws LapidaryException, InterruptedException {
        var results = new ArrayList<OptimizationResult>();
        platform.readAll(
                Topics.RESULTS,
                message -> decode(OptimizationResult.class, message).ifPresent(results::add));
        return results;
    }

    private static void add(Map<String, KnownRequest> known, KnownRequest told) {
        known.merge(told.id(), told, KnownRequest::orLater);
    }

    private Optional<KnownRequest> event(InboundMessage message) {
        return decode(LifecycleEvent.class, message)
                .flatMap(e -> RequestState.of(e.getType())
                        .map(state -> new KnownRequest(
                                e.getRequestId(), e.getTenant(), state, Instant.ofEpochMilli(e.getTime()), Map.of())));
    }

    private Optional<KnownRequest> result(InboundMessage message) {
        return decode(OptimizationResult.class, message)
                .flatMap(r -> RequestState.of(r.getStatus())
                        .map(state -> new KnownRequest(
                                r.getRequestId(),
                                r.getTenant(),
                                state,
                                Instant.ofEpochMilli(r.getFinishedAt()),
                                r.getLabels())));
    }

    private <T extends SpecificRecord> Optional<T> decode(Class<T> type, InboundMessage message) {
        if (message.payload().length == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(codec.decode(type, message.payload()));
        } catch (LapidaryException e) {
            return Optional.empty();
        }
    }
}
