package io.lapidary.coordinator.internal.queue;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What this coordinator's tasks have dispatched in one lane and not seen complete, and who of them is next. */
final class LaneFlow {
    private final LaneWindow window;
    private final Sharing sharing = new Sharing();
    private final Map<Integer, Map<String, Integer>> byTask = new HashMap<>();
    private final Map<String, Integer> byTenant = new HashMap<>();
    /** Tasks that were refused for want of room, in their order. */
    private final Set<Integer> turns = new LinkedHashSet<>();

    private int total;

    LaneFlow(LaneWindow window) {
        this.window = window;
    }

    /**
     * Whether a task may dispatch one more item of a tenant. One with less than its share goes at once, however full the lane is, for
     * it would otherwise wait for what others had dispatched before it came. Of the rest, tasks that have nothing dispatched go first,
     * in turn; the others have their next turn when something of theirs is done.
     *
     * @param depth of the lane
     */
    boolean admits(int task, String tenant, Depth depth, long now) {
        sharing.used(tenant, now);
        window.tick(depth, total, sharing.isShared(now), now);
        int size = window.size();
        if (isBelowShare(tenant)) {
            return true;
        }
        long before = turns.stream()
                .takeWhile(waiting -> waiting != task || byTask.containsKey(task))
                .filter(waiting -> !byTask.containsKey(waiting))
                .count();
        if (total + before < size) {
            return true;
        }
        turns.add(task);
        window.full();
        return false;
    }

    private boolean isBelowShare(String tenant) {
        int others = others(tenant);
        return byTenant.getOrDefault(tenant, 0) < Math.max(1, window.size() / (others + 1)) && others > 0;
    }

    private int others(String tenant) {
        return byTenant.size() - (byTenant.containsKey(tenant) ? 1 : 0);
    }

    /** Whether the item will tell by its {@link Way} how many are to be out. */
    boolean dispatched(int task, String tenant) {
        boolean tells = window.tells(total);
        turns.remove(task);
        add(task, tenant, 1);
        return tells;
    }

    void left(int task, String tenant) {
        add(task, tenant, -1);
    }

    /** A tenant with less than its share goes ahead of others, so what becomes of its items tells nothing of a queue. */
    void completed(String tenant, Way way) {
        window.completed(isBelowShare(tenant) ? way.withoutBegun() : way);
    }

    /** Whether a task waits for room. */
    boolean isFull() {
        return !turns.isEmpty();
    }

    /** The task has nothing that could go. */
    void withdraw(int task) {
        turns.remove(task);
    }

    /** The task is gone, with what it had dispatched. */
    void end(int task) {
        turns.remove(task);
        byTask.getOrDefault(task, Map.of()).forEach((tenant, count) -> addTenant(tenant, -count));
        byTask.remove(task);
    }

    private void add(int task, String tenant, int more) {
        Map<String, Integer> own = byTask.computeIfAbsent(task, t -> new HashMap<>());
        merge(own, tenant, more);
        if (own.isEmpty()) {
            byTask.remove(task);
        }
        addTenant(tenant, more);
    }

    private void addTenant(String tenant, int more) {
        merge(byTenant, tenant, more);
        total += more;
    }

    private static void merge(Map<String, Integer> counts, String tenant, int more) {
        counts.merge(tenant, more, (a, b) -> a + b == 0 ? null : a + b);
    }
}
