package io.lapidary.worker.internal.job;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Who waits, taken out in turn by tenant, so that one with many holds up no other. Not thread-safe. */
final class TenantTurns<T> {
    /** In the order of their turns; a tenant for whom nobody waits is not in it. */
    private final Map<String, Deque<T>> waiting = new LinkedHashMap<>();

    void add(String tenant, T one) {
        waiting.computeIfAbsent(tenant, t -> new ArrayDeque<>()).add(one);
    }

    void remove(T one) {
        waiting.values().forEach(line -> line.remove(one));
        waiting.values().removeIf(Deque::isEmpty);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    Optional<T> poll() {
        var turns = waiting.entrySet().iterator();
        if (!turns.hasNext()) {
            return Optional.empty();
        }
        var turn = turns.next();
        turns.remove();
        T next = turn.getValue().poll();
        if (!turn.getValue().isEmpty()) {
            waiting.put(turn.getKey(), turn.getValue());
        }
        return Optional.of(next);
    }
}
