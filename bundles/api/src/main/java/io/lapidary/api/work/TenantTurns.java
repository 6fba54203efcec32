package io.lapidary.api.work;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Who waits, taken out in turn by tenant, so that one with many holds up no other. Not thread-safe. */
public final class TenantTurns<T> {
    /** In the order of their turns; a tenant for whom nobody waits is not in it. */
    private final Map<String, Deque<T>> waiting = new LinkedHashMap<>();

    public void add(String tenant, T one) {
        waiting.computeIfAbsent(tenant, t -> new ArrayDeque<>()).add(one);
    }

    public void remove(T one) {
        waiting.values().forEach(line -> line.remove(one));
        waiting.values().removeIf(Deque::isEmpty);
    }

    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Who goes next; that tenant's next turn is after all others'. */
    public Optional<T> poll() {
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
