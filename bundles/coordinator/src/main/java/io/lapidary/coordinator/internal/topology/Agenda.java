package io.lapidary.coordinator.internal.topology;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

import io.lapidary.coordinator.internal.machine.Entry;
import io.lapidary.coordinator.internal.machine.Item;
import io.lapidary.coordinator.internal.machine.RequestState;
import io.lapidary.coordinator.internal.queue.Begun;
import io.lapidary.coordinator.internal.queue.CommitTimes;
import io.lapidary.coordinator.internal.queue.Lanes;
import io.lapidary.coordinator.internal.queue.Place;
import io.lapidary.coordinator.internal.queue.Way;
import io.lapidary.events.Completion;
import io.lapidary.events.Heartbeat;
import io.lapidary.events.OptimizationRequest;

/**
 * What one task has to do next: queues, timers and leases. All of it follows from the entries and is made from them again after
 * a restart; only what was heard is lost then, and leases begin anew.
 */
final class Agenda {
    /** Doublings of the wait for an item that nobody begins. */
    private static final int MAX_PATIENCE_DOUBLINGS = 6;

    private final Lanes lanes;
    private final CommitTimes commits;
    private final long leaseMillis;
    private final TreeSet<Timer> timers = new TreeSet<>(Comparator.comparingLong(Timer::due)
            .thenComparing(Timer::requestId)
            .thenComparingInt(Timer::number)
            .thenComparing(Timer::kind));
    private final Map<String, Timer> deadlines = new HashMap<>();
    private final Map<String, Flight> flights = new HashMap<>();
    private final Set<String> unchecked = new LinkedHashSet<>();

    /** What a timer is for. */
    enum Kind {
        DEADLINE,
        BACKOFF,
        LEASE
    }

    record Timer(long due, String requestId, int number, int attempt, Kind kind) {}

    private static final class Flight {
        final int attempt;
        final int unheard;
        private final long begun;
        private final boolean telling;
        long since;
        boolean heard;
        Timer timer;

        /** @param telling whether nothing waited before it */
        Flight(int attempt, int unheard, long since, boolean telling) {
            this.attempt = attempt;
            this.unheard = unheard;
            this.begun = since;
            this.since = since;
            this.telling = telling;
        }

        private Optional<Begun> lay(Completion completion, CommitTimes commits) {
            OptionalLong visible = completion.getStartedAt() == 0 ? OptionalLong.empty() : commits.first(begun);
            return visible.stream()
                    .mapToObj(at -> new Begun(completion.getNode(), begun, completion.getStartedAt() - at))
                    .findFirst();
        }

        Way way(Completion completion, CommitTimes commits, long now) {
            var millis = telling ? OptionalLong.of(now - begun) : OptionalLong.empty();
            // A worker of an older version does not tell when it began: half of its time, then.
            var work = completion.getStartedAt() == 0
                    ? millis.stream().map(whole -> whole / 2).findFirst()
                    : OptionalLong.of(Math.max(0, completion.getFinishedAt() - completion.getStartedAt()));
            return new Way(millis, work, lay(completion, commits));
        }
    }

    Agenda(Lanes lanes, CommitTimes commits, long leaseMillis) {
        this.lanes = lanes;
        this.commits = commits;
        this.leaseMillis = leaseMillis;
    }

    Lanes lanes() {
        return lanes;
    }

    /** Requests that wait for a live node, or a moment for what they ask for. */
    List<String> unchecked() {
        return new ArrayList<>(unchecked);
    }

    int uncheckedCount() {
        return unchecked.size();
    }

    /**
     * Takes over a change of an entry.
     *
     * @param completion that made the change, if one did
     */
    void follow(
            String requestId,
            Optional<Entry> before,
            Optional<Entry> after,
            Optional<Completion> completion,
            long now) {
        Optional<RequestState> old = live(before);
        Optional<RequestState> next = live(after);
        if (old.isEmpty() && next.isPresent()) {
            begin(next.get());
        }
        if (old.isPresent() && next.isEmpty()) {
            Timer deadline = deadlines.remove(requestId);
            if (deadline != null) {
                timers.remove(deadline);
            }
        }
        int count = Math.max(
                old.map(s -> s.items().size()).orElse(0),
                next.map(s -> s.items().size()).orElse(0));
        for (int number = Item.OWN; number < count - 1; number++) {
            int n = number;
            Optional<Item> was = old.flatMap(s -> s.item(n));
            Optional<Item> is = next.flatMap(s -> s.item(n));
            boolean moved =
                    was.map(Item::phase).orElse(null) != is.map(Item::phase).orElse(null)
                            || was.map(Item::attempt).orElse(0)
                                    != is.map(Item::attempt).orElse(0).intValue();
            if (moved) {
                was.ifPresent(item -> leave(old.get(), item, completion, now));
                is.ifPresent(item -> enter(next.get(), item, old.isPresent(), now));
            }
        }
    }

    private static Optional<RequestState> live(Optional<Entry> entry) {
        return entry.flatMap(e -> e instanceof RequestState state ? Optional.of(state) : Optional.empty());
    }

    private void begin(RequestState state) {
        Long deadline = state.request().value().getDeadline();
        if (deadline != null) {
            var timer = new Timer(deadline, state.requestId(), Item.OWN, 0, Kind.DEADLINE);
            timers.add(timer);
            deadlines.put(state.requestId(), timer);
        }
    }

    private void leave(RequestState state, Item item, Optional<Completion> completion, long now) {
        switch (item.phase()) {
            case NEW -> unchecked.remove(state.requestId());
            case QUEUED -> lanes.dequeue(item.lane(), place(state, item), now);
            case BACKOFF -> timers.remove(rest(state, item));
            case DISPATCHED -> {
                Flight flight = flights.remove(item.workId(state.requestId()));
                timers.remove(flight.timer);
                completion.ifPresentOrElse(
                        c -> lanes.completed(item.lane(), state.tenant(), flight.way(c, commits, now), now),
                        () -> lanes.left(item.lane(), state.tenant(), now));
            }
            case WAITING, DONE -> {}
        }
    }

    /** @param seen whether it becomes so now, and was not found so at a restart */
    private void enter(RequestState state, Item item, boolean seen, long now) {
        switch (item.phase()) {
            case NEW -> unchecked.add(state.requestId());
            case QUEUED -> lanes.enqueue(item.lane(), place(state, item));
            case BACKOFF -> timers.add(rest(state, item));
            case DISPATCHED -> {
                boolean tells = lanes.dispatched(item.lane(), state.tenant(), now);
                var flight = new Flight(item.attempt(), item.unheard(), now, seen && tells);
                flights.put(item.workId(state.requestId()), flight);
                arm(flight, state.requestId(), item.number());
            }
            case WAITING, DONE -> {}
        }
    }

    private static Place place(RequestState state, Item item) {
        OptimizationRequest request = state.request().value();
        return new Place(state.requestId(), item.number(), state.tenant(), request.getPriority(), state.arrivedAt());
    }

    private static Timer rest(RequestState state, Item item) {
        return new Timer(item.at(), state.requestId(), item.number(), item.attempt(), Kind.BACKOFF);
    }

    private void arm(Flight flight, String requestId, int number) {
        flight.timer = new Timer(due(flight), requestId, number, flight.attempt, Kind.LEASE);
        timers.add(flight.timer);
    }

    private long due(Flight flight) {
        int doublings = flight.heard ? 0 : Math.min(flight.unheard, MAX_PATIENCE_DOUBLINGS);
        return flight.since + (leaseMillis << doublings);
    }

    /** Someone works on an item; what is heard of an attempt that is not the present one does not count. */
    void heard(Heartbeat heartbeat, long now) {
        Flight flight = flights.get(heartbeat.getWorkId());
        if (flight != null && flight.attempt == heartbeat.getAttempt()) {
            flight.heard = true;
            flight.since = now;
        }
    }

    /** The next timer that is due, taken out. Leases that heartbeats have prolonged since are armed again and not handed out. */
    Optional<Timer> due(long now) {
        while (!timers.isEmpty() && timers.first().due() <= now) {
            Timer timer = timers.pollFirst();
            if (timer.kind() != Kind.LEASE) {
                return Optional.of(timer);
            }
            Flight flight = flights.get(workId(timer));
            if (flight == null || flight.timer != timer) {
                continue;
            }
            if (due(flight) <= now) {
                return Optional.of(timer);
            }
            arm(flight, timer.requestId(), timer.number());
        }
        return Optional.empty();
    }

    /** When the first timer is due. */
    long nextDue() {
        return timers.isEmpty() ? Long.MAX_VALUE : timers.first().due();
    }

    /** Whether anything was heard of the item whose lease has run out. */
    boolean wasHeard(Timer lease) {
        Flight flight = flights.get(workId(lease));
        return flight != null && flight.heard;
    }

    /** Gives an item another lease, since every node that could begin it is busy. */
    void prolong(Timer lease, long now) {
        Flight flight = flights.get(workId(lease));
        if (flight != null) {
            flight.since = now;
            arm(flight, lease.requestId(), lease.number());
        }
    }

    private static String workId(Timer timer) {
        return timer.number() == Item.OWN ? timer.requestId() : timer.requestId() + "/" + timer.number();
    }

    /** Whether there is nothing to do and nothing to wait for. */
    boolean isEmpty() {
        return timers.isEmpty() && flights.isEmpty() && unchecked.isEmpty() && deadlines.isEmpty() && !lanes.waiting();
    }
}
