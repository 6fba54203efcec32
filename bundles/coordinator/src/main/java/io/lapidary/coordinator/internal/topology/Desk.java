package io.lapidary.coordinator.internal.topology;

import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.ErrorCodes;
import io.lapidary.coordinator.internal.machine.Entry;
import io.lapidary.coordinator.internal.machine.Faults;
import io.lapidary.coordinator.internal.machine.Input;
import io.lapidary.coordinator.internal.machine.Item;
import io.lapidary.coordinator.internal.machine.Moment;
import io.lapidary.coordinator.internal.machine.Phase;
import io.lapidary.coordinator.internal.machine.RequestMachine;
import io.lapidary.coordinator.internal.machine.RequestState;
import io.lapidary.coordinator.internal.machine.Transition;
import io.lapidary.coordinator.internal.queue.Place;
import io.lapidary.coordinator.internal.tenant.TaskUse;
import io.lapidary.events.Completion;
import io.lapidary.events.ErrorInfo;
import io.lapidary.events.Heartbeat;
import io.lapidary.events.PipelineInfo;

/** Lets the state machine act on a task's entries, and keeps entries, agenda and outbox in step. */
final class Desk {
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

    private static final long WAITING_MILLIS = 40;

    /** So many requests may wait for what they ask for, besides those that wait for a live node; more are refused at once. */
    private static final int MOST_IN_GRACE = 100;

    private final RequestMachine machine;
    private final Dossiers dossiers;
    private final Agenda agenda;
    private final TaskUse use;
    private final Outbox outbox;

    Desk(RequestMachine machine, Dossiers dossiers, Agenda agenda, TaskUse use, Outbox outbox) {
        this.machine = machine;
        this.dossiers = dossiers;
        this.agenda = agenda;
        this.use = use;
        this.outbox = outbox;
    }

    /**
     * One input from outside, then everything that can be dispatched because of it.
     *
     * @return whose request it is about, if that lives or lived until then
     */
    Optional<String> handle(String requestId, Input input, Moment moment) {
        Optional<String> tenant =
                apply(requestId, input, agenda.uncheckedCount() < MOST_IN_GRACE ? moment : moment.withoutGrace());
        dispatch(moment);
        if (input instanceof Input.Arrived) {
            dossiers.live(requestId).ifPresent(state -> hold(state, moment));
        }
        return tenant;
    }

    /** Another coordinator may go on with it. */
    void end() {
        agenda.lanes().end();
    }

    private void hold(RequestState state, Moment moment) {
        Item own = state.own();
        boolean untold = own.attempt() == 0 && own.sequence() == 1;
        if (untold && own.phase() == Phase.NEW && moment.catalog().isEmpty()) {
            apply(state.requestId(), new Input.Held("No node is live yet."), moment);
        } else if (untold && own.phase() == Phase.QUEUED) {
            apply(state.requestId(), new Input.Held(why(state, moment)), moment);
        }
    }

    private String why(RequestState state, Moment moment) {
        return use.mayRun(state.tenant(), moment.now())
                ? "The lane '" + state.own().lane() + "' is full."
                : "The tenant '" + state.tenant() + "' has as many items running as it may.";
    }

    void heard(Heartbeat heartbeat, long now) {
        agenda.heard(heartbeat, now);
    }

    /** When {@link #tick} has something to do: at a timer, or soon, as long as anything waits for nodes or room. */
    long nextDue(long now) {
        boolean waits = agenda.uncheckedCount() > 0 || agenda.lanes().waiting();
        return Math.min(agenda.nextDue(), waits ? now + WAITING_MILLIS : Long.MAX_VALUE);
    }

    /** What time brings: nodes that have come to life or offer more, timers, room in lanes. */
    void tick(Moment moment) {
        if (agenda.uncheckedCount() > 0 && !moment.catalog().isEmpty()) {
            agenda.unchecked().forEach(id -> guarded(id, new Input.Check(), moment));
        }
        for (var due = agenda.due(moment.now()); due.isPresent(); due = agenda.due(moment.now())) {
            fire(due.get(), moment);
        }
        agenda.lanes().reopen(); // elsewhere, tenants may have less than before
        dispatch(moment);
    }

    private void fire(Agenda.Timer timer, Moment moment) {
        String id = timer.requestId();
        switch (timer.kind()) {
            case DEADLINE -> guarded(id, new Input.DeadlinePassed(), moment);
            case BACKOFF -> guarded(id, new Input.Rested(timer.number(), timer.attempt()), moment);
            case LEASE -> {
                boolean heard = agenda.wasHeard(timer);
                if (!heard && !someoneIdle(timer, moment)) {
                    agenda.prolong(timer, moment.now());
                } else {
                    guarded(id, new Input.Lost(timer.number(), timer.attempt(), heard), moment);
                }
            }
        }
    }

    /** An item that nobody begins is given up only while a node that could run it has nothing else to do. */
    private boolean someoneIdle(Agenda.Timer timer, Moment moment) {
        return dossiers.live(timer.requestId())
                .flatMap(state -> state.item(timer.number()))
                .map(item -> moment.catalog()
                        .isIdleFor(
                                item.lane(),
                                item.pipeline().map(PipelineInfo::getSteps).orElse(List.of()),
                                item.pipeline().map(PipelineInfo::getTargets).orElse(List.of())))
                .orElse(true);
    }

    private void dispatch(Moment moment) {
        for (Optional<Place> next = next(moment); next.isPresent(); next = next(moment)) {
            guarded(next.get().requestId(), new Input.Granted(next.get().number()), moment);
        }
    }

    private Optional<Place> next(Moment moment) {
        return agenda.lanes().next(moment.catalog()::cores, tenant -> use.mayRun(tenant, moment.now()), moment.now());
    }

    /** A fault of ours with one request ends that request, and holds up no other. */
    private void guarded(String requestId, Input input, Moment moment) {
        try {
            apply(requestId, input, moment);
        } catch (IllegalStateException | IllegalArgumentException e) {
            LOG.error("Request {} cannot go on after {}", requestId, input, e);
            giveUp(requestId, fault(e), moment);
        }
    }

    private void giveUp(String requestId, ErrorInfo error, Moment moment) {
        try {
            apply(requestId, new Input.Broken(error), moment);
        } catch (IllegalStateException | IllegalArgumentException e) {
            LOG.error("Request {} cannot be ended either; its state stays as it is", requestId, e);
        }
    }

    static ErrorInfo fault(RuntimeException e) {
        return Faults.of(
                ErrorCodes.INTERNAL_ERROR,
                "The coordinator could not go on with the request: " + e.getMessage(),
                "Report it with the coordinator's log of this time.");
    }

    /** Gives whose request it is, if it lives or lived until then. */
    private Optional<String> apply(String requestId, Input input, Moment moment) {
        Optional<Entry> before = dossiers.get(requestId);
        Transition transition = machine.apply(before, input, moment);
        try {
            keep(requestId, before, transition, completion(input), moment);
        } catch (TooLarge e) {
            Transition broken = machine.apply(before, new Input.Broken(e.error()), moment);
            try {
                keep(requestId, before, broken, Optional.empty(), moment);
            } catch (TooLarge again) {
                throw new IllegalStateException("the end of a request is never too large", again);
            }
        }
        return tenant(before).or(() -> tenant(transition.entry()));
    }

    private static Optional<String> tenant(Optional<Entry> entry) {
        return entry.flatMap(e -> e instanceof RequestState state ? Optional.of(state.tenant()) : Optional.empty());
    }

    private static Optional<Completion> completion(Input input) {
        return input instanceof Input.Completed completed ? Optional.of(completed.completion()) : Optional.empty();
    }

    private void keep(
            String requestId,
            Optional<Entry> before,
            Transition transition,
            Optional<Completion> completion,
            Moment moment)
            throws TooLarge {
        boolean same = transition.entry().orElse(null) == before.orElse(null);
        if (same && transition.effects().isEmpty()) {
            return;
        }
        if (transition.entry().isPresent()) {
            dossiers.put(requestId, transition.entry().get());
        }
        outbox.add(transition.effects());
        use.follow(before, transition.entry());
        agenda.follow(requestId, before, transition.entry(), completion, moment.now());
    }
}
