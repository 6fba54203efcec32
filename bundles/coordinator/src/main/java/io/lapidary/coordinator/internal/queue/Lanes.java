package io.lapidary.coordinator.internal.queue;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

import io.lapidary.api.work.Lane;

/** One task's part of every lane: what waits, and how much is dispatched. */
public final class Lanes {
    private final WindowRules rules;
    private final int partitions;
    private final Map<String, LaneLine> lanes = new TreeMap<>();

    private static final class LaneLine {
        final FairQueue queue = new FairQueue();
        final LaneWindow window;
        int dispatched;

        LaneLine(LaneWindow window) {
            this.window = window;
        }
    }

    /** @param partitions of the topics, so tasks that share each lane */
    public Lanes(WindowRules rules, int partitions) {
        this.rules = rules;
        this.partitions = partitions;
    }

    public void enqueue(String lane, Place place, long now) {
        line(lane, now).queue.add(place);
    }

    public void dequeue(String lane, Place place, long now) {
        line(lane, now).queue.remove(place);
    }

    public void dispatched(String lane, long now) {
        line(lane, now).dispatched++;
    }

    /**
     * @param tenant whose item it was, who may go again if it had as many as it may
     * @param completed whether a worker was done with it, not lost or cancelled
     */
    public void left(String lane, String tenant, boolean completed, long now) {
        LaneLine line = line(lane, now);
        line.dispatched--;
        if (completed) {
            line.window.completed();
        }
        lanes.values().forEach(any -> any.queue.reopen(tenant));
    }

    /** Asks again whether tenants may go that were passed over. */
    public void reopen() {
        lanes.values().forEach(line -> line.queue.reopen());
    }

    /**
     * What is to be dispatched next in a lane that has room, taken out of its queue.
     *
     * @param cores of the live nodes that serve a lane; one that nobody serves is filled no further
     * @param open tells whether a tenant may have one more item dispatched
     */
    public Optional<Place> next(ToIntFunction<String> cores, Predicate<String> open, long now) {
        for (var entry : lanes.entrySet()) {
            LaneLine line = entry.getValue();
            line.window.tick(now);
            if (line.queue.isEmpty()) {
                continue;
            }
            int served = cores.applyAsInt(entry.getKey());
            int least = Math.max(1, (served * rules.perCore() + partitions - 1) / partitions);
            if (served > 0 && line.dispatched < line.window.size(least)) {
                Optional<Place> next = line.queue.poll(open);
                if (next.isPresent()) {
                    return next;
                }
            } else if (served > 0) {
                line.window.full();
            }
        }
        return Optional.empty();
    }

    /** Whether anything waits. */
    public boolean waiting() {
        return lanes.values().stream().anyMatch(line -> !line.queue.isEmpty());
    }

    private LaneLine line(String lane, long now) {
        return lanes.computeIfAbsent(lane, id -> new LaneLine(new LaneWindow(rules, id.equals(Lane.LIGHT.id()), now)));
    }
}
