package io.lapidary.coordinator.internal.queue;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** One task's part of every lane: what waits, and what of it may go. */
public final class Lanes {
    private final LaneBoard board;
    private final int task;
    private final Map<String, FairQueue> queues = new TreeMap<>();

    /** What came of asking for room, for one tenant after the other. */
    private static final class Room {
        boolean asked;
        boolean lacks;

        boolean answer(boolean there) {
            asked = true;
            lacks |= !there;
            return there;
        }
    }

    /** Begins with nothing dispatched. */
    public Lanes(LaneBoard board, int task) {
        this.board = board;
        this.task = task;
        board.begin(task);
    }

    public void enqueue(String lane, Place place) {
        queue(lane).add(place);
    }

    public void dequeue(String lane, Place place, long now) {
        FairQueue queue = queue(lane);
        queue.remove(place);
        if (queue.isEmpty()) {
            board.withdraw(lane, task, now);
        }
    }

    /** Whether nothing waits before it, so that it tells how long the {@link Way} is. */
    public boolean dispatched(String lane, String tenant, long now) {
        return board.dispatched(lane, task, tenant, now);
    }

    /** An item was lost or cancelled; its tenant may go again if it had as many as it may. */
    public void left(String lane, String tenant, long now) {
        board.left(lane, task, tenant, now);
        queue(lane).reopen();
        queues.values().forEach(any -> any.reopen(tenant));
    }

    /** An item was done by a worker. */
    public void completed(String lane, String tenant, Way way, long now) {
        board.completed(lane, tenant, way, now);
        left(lane, tenant, now);
    }

    /** Asks again whether tenants may go that were passed over. */
    public void reopen() {
        queues.values().forEach(FairQueue::reopen);
    }

    /**
     * What is to be dispatched next in a lane that has room, taken out of its queue.
     *
     * @param cores of the live nodes that serve a lane; one that nobody serves is filled no further
     * @param open tells whether a tenant may have one more item dispatched
     */
    public Optional<Place> next(ToIntFunction<String> cores, Predicate<String> open, long now) {
        for (var entry : queues.entrySet()) {
            if (entry.getValue().isEmpty()) {
                continue;
            }
            int served = cores.applyAsInt(entry.getKey());
            Optional<Place> next =
                    served > 0 ? next(entry.getKey(), entry.getValue(), served, open, now) : Optional.empty();
            if (next.isPresent()) {
                return next;
            }
        }
        return Optional.empty();
    }

    private Optional<Place> next(String lane, FairQueue queue, int cores, Predicate<String> open, long now) {
        var room = new Room();
        Optional<Place> next = queue.poll(tenant -> {
            if (!open.test(tenant)) {
                room.asked = true;
                return false;
            }
            return room.answer(board.admits(lane, task, tenant, cores, now));
        });
        if (room.asked && !room.lacks) {
            board.withdraw(lane, task, now);
        }
        return next;
    }

    /** Whether anything waits. */
    public boolean waiting() {
        return queues.values().stream().anyMatch(queue -> !queue.isEmpty());
    }

    /** The task ends, or begins anew with other lanes. */
    public void end() {
        board.end(task);
    }

    private FairQueue queue(String lane) {
        return queues.computeIfAbsent(lane, id -> new FairQueue());
    }
}
