package io.lapidary.coordinator.internal.queue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Every lane as the tasks of one process see it together. Other coordinators have the other partitions' tasks, and so this one
 * fills of each lane what is its part of the partitions. Thread-safe.
 */
public final class LaneBoard {
    private final WindowRules rules;
    private final int partitions;
    private final Set<Integer> tasks = new HashSet<>();
    private final Map<String, LaneFlow> flows = new HashMap<>();

    /** @param partitions of the topics, so tasks of all coordinators */
    public LaneBoard(WindowRules rules, int partitions) {
        this.rules = rules;
        this.partitions = partitions;
    }

    /** A task begins here, with nothing dispatched. */
    synchronized void begin(int task) {
        end(task);
        tasks.add(task);
    }

    synchronized void end(int task) {
        tasks.remove(task);
        flows.values().forEach(flow -> flow.end(task));
    }

    /** @param cores of the live nodes that serve the lane */
    synchronized boolean admits(String lane, int task, String tenant, int cores, long now) {
        var depth = new Depth(part(cores * rules.perCore()), part(cores * rules.sharedPerCore()));
        return flow(lane, now).admits(task, tenant, depth, now);
    }

    /** Of what all coordinators have together. */
    private int part(int all) {
        return Math.max(1, (all * Math.max(1, tasks.size()) + partitions - 1) / partitions);
    }

    synchronized boolean dispatched(String lane, int task, String tenant, long now) {
        return flow(lane, now).dispatched(task, tenant);
    }

    synchronized void left(String lane, int task, String tenant, long now) {
        flow(lane, now).left(task, tenant);
    }

    /** A worker was done with an item. */
    synchronized void completed(String lane, String tenant, Way way, long now) {
        flow(lane, now).completed(tenant, way);
    }

    synchronized void withdraw(String lane, int task, long now) {
        flow(lane, now).withdraw(task);
    }

    /** Whether there is a lane in which something waits for room. */
    public synchronized boolean isFull() {
        return flows.values().stream().anyMatch(LaneFlow::isFull);
    }

    private LaneFlow flow(String lane, long now) {
        return flows.computeIfAbsent(lane, id -> new LaneFlow(new LaneWindow(rules.max(), now)));
    }
}
