package io.lapidary.coordinator.internal.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

import io.lapidary.events.ErrorInfo;
import io.lapidary.events.LifecycleEvent;
import io.lapidary.events.LifecycleType;

/** One transition in the making: the state so far, and what it sends. */
final class Draft {
    private static final String SOURCE = "COORDINATOR";
    private static final int NO_STEP = -1;
    private static final double NO_FRACTION = -1;

    private final Rules rules;
    private final Moment moment;
    private final List<Effect> effects = new ArrayList<>();
    private RequestState state;

    Draft(Rules rules, Moment moment, RequestState state) {
        this.rules = rules;
        this.moment = moment;
        this.state = state;
    }

    long now() {
        return moment.now();
    }

    Moment moment() {
        return moment;
    }

    RequestState state() {
        return state;
    }

    void state(RequestState next) {
        state = next;
    }

    Item item(int number) {
        return state.item(number)
                .orElseThrow(() -> new IllegalStateException(state.requestId() + " has no item " + number));
    }

    void change(int number, UnaryOperator<Item> change) {
        state = state.with(change.apply(item(number)));
    }

    void send(Effect effect) {
        effects.add(effect);
    }

    void tell(int number, LifecycleType type, String message) {
        tell(number, type, message, Optional.empty(), NO_FRACTION);
    }

    void tell(int number, LifecycleType type, String message, Optional<ErrorInfo> error, double fraction) {
        change(number, Item::next);
        Item item = item(number);
        send(new Effect.Tell(new LifecycleEvent(
                state.requestId(),
                item.workId(state.requestId()),
                item.attempt(),
                SOURCE,
                item.sequence(),
                now(),
                rules.node(),
                state.tenant(),
                type,
                NO_STEP,
                "",
                fraction,
                message,
                error.orElse(null),
                state.traceparent())));
    }

    /** What is said of a request that has ended already. */
    static Effect afterwards(
            Rules rules, long now, String requestId, String tenant, Ended ended, String trace, ErrorInfo error) {
        return new Effect.Tell(new LifecycleEvent(
                requestId,
                requestId,
                ended.attempt(),
                SOURCE,
                ended.sequence(),
                now,
                rules.node(),
                tenant,
                LifecycleType.REFUSED_DUPLICATE,
                NO_STEP,
                "",
                NO_FRACTION,
                error.getMessage(),
                error,
                trace));
    }

    Transition live() {
        return new Transition(Optional.of(state), effects);
    }

    Transition over(Ended ended) {
        return new Transition(Optional.of(ended), effects);
    }
}
