package io.lapidary.coordinator.internal.machine;

import java.util.List;
import java.util.Optional;

import io.lapidary.events.ControlAction;
import io.lapidary.events.LifecycleType;
import io.lapidary.events.Status;
import io.lapidary.events.WorkItem;
import io.lapidary.events.WorkKind;
import io.lapidary.events.codec.MessageCodec;
import io.lapidary.events.mapping.ErrorMapper;

/**
 * One request's way: from what is known of it and what happens, to what is known then and what is sent. A pure function;
 * time, catalog and settings are given.
 *
 * <pre>
 * (nothing) -> NEW -> QUEUED -> DISPATCHED -> ended
 *                       ^          |  |
 *                       +- BACKOFF-+  +-> WAITING (planner's candidates) -> QUEUED (the next question)
 * </pre>
 *
 * <p>Every state leads to an end by cancellation, by the request's deadline and by {@link Input.Broken}; once it has ended,
 * nothing that comes sends a second result.
 */
public final class RequestMachine {
    private final Rules rules;
    private final Endings endings;
    private final Arrivals arrivals;
    private final Completions completions;

    /** @param codec for the messages that state holds */
    public RequestMachine(Rules rules, MessageCodec codec) {
        this.rules = rules;
        this.endings = new Endings(rules);
        this.arrivals = new Arrivals(rules, codec, endings);
        this.completions = new Completions(rules, codec, endings, new Planning(rules, endings));
    }

    /** What becomes of an entry. What does not concern its present state changes nothing. */
    public Transition apply(Optional<Entry> entry, Input input, Moment moment) {
        if (input instanceof Input.Arrived arrived) {
            return arrivals.arrived(entry, arrived, moment);
        }
        boolean unknown = entry.isEmpty() || entry.get() instanceof Forewarned;
        if (unknown && input instanceof Input.Cancelled cancelled) {
            return forewarned(entry, cancelled, moment);
        }
        if (entry.isEmpty() || !(entry.get() instanceof RequestState state)) {
            return Transition.none(entry);
        }
        if (input instanceof Input.Completed completed) {
            return completions.completed(state, completed.completion(), moment);
        } else if (input instanceof Input.Granted granted) {
            return granted(state, granted.number(), moment);
        } else if (input instanceof Input.Check) {
            return arrivals.check(state, moment);
        } else if (input instanceof Input.Held held) {
            var draft = new Draft(rules, moment, state);
            draft.tell(Item.OWN, LifecycleType.QUEUED, held.why());
            return draft.live();
        } else if (input instanceof Input.Lost lost) {
            return completions.lost(state, lost, moment);
        } else if (input instanceof Input.Rested rested) {
            return rested(state, rested, moment);
        }
        return ending(state, input, moment);
    }

    private Transition ending(RequestState state, Input input, Moment moment) {
        var draft = new Draft(rules, moment, state);
        if (input instanceof Input.Cancelled cancelled) {
            boolean may = cancelled
                    .tenant()
                    .filter(tenant -> !tenant.equals(state.tenant()))
                    .isEmpty();
            return may && cancelled.control().getAction() == ControlAction.CANCEL
                    ? endings.fail(
                            draft,
                            Status.CANCELLED,
                            Faults.cancelled(cancelled.control().getReason()))
                    : Transition.none(Optional.of(state));
        } else if (input instanceof Input.DeadlinePassed) {
            Long deadline = state.request().value().getDeadline();
            return deadline != null && deadline <= moment.now()
                    ? endings.fail(draft, Status.EXPIRED, Faults.deadline(state.requestId()))
                    : Transition.none(Optional.of(state));
        } else if (input instanceof Input.Broken broken) {
            boolean refuses = ErrorMapper.code(broken.error()).type().refuses();
            return endings.fail(draft, refuses ? Status.REFUSED : Status.FAILED, broken.error());
        }
        throw new IllegalArgumentException("no rule for " + input);
    }

    private static Transition forewarned(Optional<Entry> entry, Input.Cancelled cancelled, Moment moment) {
        if (cancelled.control().getAction() != ControlAction.CANCEL) {
            return Transition.none(entry);
        }
        Entry next = entry.isPresent() && entry.get() instanceof Forewarned before
                ? before.and(cancelled)
                : Forewarned.of(cancelled, moment.now() + Rules.FOREWARNING.toMillis());
        return new Transition(Optional.of(next), List.of());
    }

    private Transition rested(RequestState state, Input.Rested input, Moment moment) {
        boolean due = state.item(input.number())
                .filter(i -> i.phase() == Phase.BACKOFF && i.attempt() == input.attempt() && i.at() <= moment.now())
                .isPresent();
        if (!due) {
            return Transition.none(Optional.of(state));
        }
        var draft = new Draft(rules, moment, state);
        draft.change(input.number(), i -> i.in(Phase.QUEUED, draft.now()));
        return draft.live();
    }

    private Transition granted(RequestState state, int number, Moment moment) {
        if (state.item(number).filter(i -> i.phase() == Phase.QUEUED).isEmpty()) {
            return Transition.none(Optional.of(state));
        }
        var draft = new Draft(rules, moment, state);
        Item queued = draft.item(number);
        if (Repinning.isStranded(queued, moment.catalog())) {
            Repinning.anew(state, queued, moment.catalog())
                    .filter(anew -> anew.lane().equals(queued.lane()))
                    .ifPresent(anew -> draft.change(number, i -> anew));
        }
        draft.change(number, i -> i.dispatched(draft.now()));
        draft.tell(number, LifecycleType.DISPATCHED, "");
        draft.send(new Effect.Dispatch(work(draft.state(), draft.item(number), draft.now())));
        return draft.live();
    }

    private WorkItem work(RequestState state, Item item, long now) {
        var request = state.request().value();
        return new WorkItem(
                item.workId(state.requestId()),
                state.requestId(),
                item.attempt(),
                state.round(),
                item.kind(),
                state.tenant(),
                item.lane(),
                now,
                rules.lease().toMillis(),
                request.getDeadline(),
                state.traceparent(),
                request,
                item.pipeline().orElse(null),
                item.kind() == WorkKind.PLAN ? Planning.candidates(state) : List.of());
    }
}
