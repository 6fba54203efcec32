package io.lapidary.coordinator.internal.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/**
 * A lane with the tasks of one coordinator, and a node that takes items in the order of their dispatch. Time is the simulation's
 * own.
 */
final class LaneSimulation {
    static final String LANE = "light";

    private static final int TICK_MILLIS = 50;
    /** What is dispatched goes out with the next of the coordinator's transactions. */
    static final int COMMIT_MILLIS = 60;
    /** The node's clock, before the coordinator's. */
    private static final int CLOCK_AHEAD_MILLIS = 700;

    private final List<Lanes> tasks = new ArrayList<>();
    private final Deque<Job> topic = new ArrayDeque<>();
    private final PriorityQueue<Job> working = new PriorityQueue<>(Comparator.comparingLong(job -> job.doneAt));
    private final int cores;
    private double workMillis;
    /** So much later completions are read. */
    private int lateMillis;

    private int wayMillis;
    private long now = 1_000_000;
    private int sent;
    private int out;
    private int mostOut;
    private double[] freeAt;

    private static final class Job {
        final Place place;
        final int task;
        long dispatchedAt;
        boolean tells;
        long begunAt;
        long doneAt;

        Job(Place place, int task) {
            this.place = place;
            this.task = task;
        }
    }

    /** What became of an item: when it arrived, and how long nobody worked on it. */
    record Done(String tenant, long arrivedAt, long waitedMillis) {}

    private final List<Done> done = new ArrayList<>();

    LaneSimulation(WindowRules rules, int partitions, int cores, double workMillis, int wayMillis) {
        this.cores = cores;
        this.freeAt = new double[cores];
        speed(workMillis, wayMillis);
        var board = new LaneBoard(rules, partitions);
        for (int task = 0; task < partitions; task++) {
            tasks.add(new Lanes(board, task));
        }
    }

    /**
     * @param newWorkMillis that an item takes a core
     * @param newWayMillis from dispatch to the node, and from there to the coordinator
     */
    void speed(double newWorkMillis, int newWayMillis) {
        workMillis = newWorkMillis;
        wayMillis = newWayMillis;
    }

    /** @param millis that completions wait before the coordinator comes to read them */
    void readLate(int millis) {
        lateMillis = millis;
    }

    void send(String tenant, int count) {
        for (int i = 0; i < count; i++, sent++) {
            int task = sent * 7 % tasks.size();
            tasks.get(task).enqueue(LANE, new Place("r" + sent, -1, tenant, 0, now));
            dispatch(task);
        }
    }

    /** Lets time pass; gives what was completed meanwhile. */
    List<Done> run(long millis) {
        done.clear();
        mostOut = out;
        for (long end = now + millis; now < end; now++) {
            for (Job job = working.peek(); job != null && job.doneAt <= now; job = working.peek()) {
                complete(working.poll());
            }
            while (!topic.isEmpty() && visibleAt(topic.peek()) + wayMillis <= now && free() <= now) {
                begin(topic.poll());
            }
            if (now % TICK_MILLIS < tasks.size()) {
                int task = (int) (now % TICK_MILLIS);
                tasks.get(task).reopen();
                dispatch(task);
            }
        }
        return List.copyOf(done);
    }

    int out() {
        return out;
    }

    int mostOut() {
        return mostOut;
    }

    private static long visibleAt(Job job) {
        return job.dispatchedAt / COMMIT_MILLIS * COMMIT_MILLIS + COMMIT_MILLIS;
    }

    private double free() {
        double first = Double.MAX_VALUE;
        for (double at : freeAt) {
            first = Math.min(first, at);
        }
        return first;
    }

    private void begin(Job job) {
        double first = free();
        for (int core = 0; core < freeAt.length; core++) {
            if (freeAt[core] == first) {
                freeAt[core] = Math.max(first, now - 1) + workMillis;
                job.begunAt = now;
                job.doneAt = (long) Math.ceil(freeAt[core]) + wayMillis + lateMillis;
                working.add(job);
                return;
            }
        }
    }

    private void complete(Job job) {
        out--;
        long waited = job.doneAt - job.place.arrivedAt() - (long) workMillis;
        done.add(new Done(job.place.tenant(), job.place.arrivedAt(), waited));
        var took = job.tells ? OptionalLong.of(now - job.dispatchedAt) : OptionalLong.empty();
        var begun = new Begun("node", job.dispatchedAt, job.begunAt + CLOCK_AHEAD_MILLIS - visibleAt(job));
        var way = new Way(took, OptionalLong.of((long) workMillis), Optional.of(begun));
        tasks.get(job.task).completed(LANE, job.place.tenant(), way, now);
        dispatch(job.task);
    }

    private void dispatch(int task) {
        Lanes lanes = tasks.get(task);
        for (var next = lanes.next(lane -> cores, tenant -> true, now);
                next.isPresent();
                next = lanes.next(lane -> cores, tenant -> true, now)) {
            var job = new Job(next.get(), task);
            job.dispatchedAt = now;
            job.tells = lanes.dispatched(LANE, job.place.tenant(), now);
            topic.add(job);
            out++;
            mostOut = Math.max(mostOut, out);
        }
    }
}
