package io.lapidary.coordinator.internal.machine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.lapidary.api.ErrorCode;
import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.coordinator.internal.admission.Admission;
import io.lapidary.coordinator.internal.admission.Verdict;
import io.lapidary.events.ErrorInfo;
import io.lapidary.events.LifecycleType;
import io.lapidary.events.OptimizationRequest;
import io.lapidary.events.Status;
import io.lapidary.events.codec.MessageCodec;
import io.lapidary.events.mapping.ErrorMapper;

/** Requests that come, for the first time or again, and their admission. */
final class Arrivals {
    /** What a catalog that changes can make right. */
    private static final Set<ErrorCode> OFFERED_SOON = Set.of(
            ErrorCodes.UNKNOWN_TECHNIQUE, ErrorCodes.UNKNOWN_BACKEND, ErrorCodes.UNKNOWN_PARAMETER, ErrorCodes.NO_LANE);

    private final Rules rules;
    private final MessageCodec codec;
    private final Endings endings;

    Arrivals(Rules rules, MessageCodec codec, Endings endings) {
        this.rules = rules;
        this.codec = codec;
        this.endings = endings;
    }

    Transition arrived(Optional<Entry> entry, Input.Arrived input, Moment moment) {
        if (entry.isPresent() && entry.get() instanceof RequestState live) {
            return again(live, input, moment);
        } else if (entry.isPresent() && entry.get() instanceof Ended ended) {
            return again(ended, input, moment);
        }
        Optional<String> cancelled = entry.flatMap(
                known -> known instanceof Forewarned forewarned ? forewarned.of(input.tenant()) : Optional.empty());
        return first(input, moment, cancelled);
    }

    /** The same request is ignored; another one under the same id is answered by an event, never by a second result. */
    private Transition again(RequestState live, Input.Arrived input, Moment moment) {
        if (live.digest().equals(Identity.of(input.tenant(), input.request()))) {
            return Transition.none(Optional.of(live));
        }
        var draft = new Draft(rules, moment, live);
        var error = Faults.duplicate(live.requestId());
        draft.tell(Item.OWN, LifecycleType.REFUSED_DUPLICATE, error.getMessage(), Optional.of(error), -1);
        return draft.live();
    }

    private Transition again(Ended ended, Input.Arrived input, Moment moment) {
        if (ended.digest().equals(Identity.of(input.tenant(), input.request()))) {
            return Transition.none(Optional.of(ended));
        }
        String requestId = input.request().getRequestId();
        Ended next = ended.next();
        var event = Draft.afterwards(
                rules, moment.now(), requestId, input.tenant(), next, input.traceparent(), Faults.duplicate(requestId));
        return new Transition(Optional.of(next), List.of(event));
    }

    private Transition first(Input.Arrived input, Moment moment, Optional<String> cancelled) {
        OptimizationRequest request = input.request();
        var state = new RequestState(
                request.getRequestId(),
                input.tenant(),
                Identity.of(input.tenant(), request),
                moment.now(),
                input.traceparent(),
                Packed.of(codec, OptimizationRequest.class, request),
                0,
                "",
                "",
                RequestState.ASK,
                List.of(Item.fresh(moment.now())));
        var draft = new Draft(rules, moment, state);
        draft.tell(Item.OWN, LifecycleType.RECEIVED, "");
        if (request.getCreatedAt() < moment.now() - rules.horizon().toMillis()) {
            return endings.fail(
                    draft,
                    Status.EXPIRED,
                    Faults.tooOld(request.getRequestId(), rules.horizon().toHours()));
        }
        if (cancelled.isPresent()) {
            return endings.fail(draft, Status.CANCELLED, Faults.cancelled(cancelled.get()));
        }
        if (request.getDeadline() != null && request.getDeadline() <= moment.now()) {
            return endings.fail(draft, Status.EXPIRED, Faults.deadline(request.getRequestId()));
        }
        try {
            checkClock(request, moment.now());
            Admission.checkForm(request);
        } catch (LapidaryException e) {
            return endings.fail(draft, Status.REFUSED, ErrorMapper.toInfo(e));
        }
        Optional<ErrorInfo> full = moment.gate().refusal(input.tenant());
        if (full.isPresent()) {
            return endings.fail(draft, Status.REFUSED, full.get());
        }
        return moment.catalog().isEmpty() ? draft.live() : check(draft);
    }

    /** A request that waited for a live node, or for what it asks for. */
    Transition check(RequestState state, Moment moment) {
        if (state.own().phase() != Phase.NEW || moment.catalog().isEmpty()) {
            return Transition.none(Optional.of(state));
        }
        return check(new Draft(rules, moment, state));
    }

    private Transition check(Draft draft) {
        OptimizationRequest request = draft.state().request().value();
        try {
            Verdict verdict = Admission.admit(request, draft.moment().catalog());
            if (verdict.request() != request) {
                draft.state(draft.state().with(Packed.of(codec, OptimizationRequest.class, verdict.request())));
            }
            draft.change(
                    Item.OWN, own -> own.admitted(verdict.kind(), verdict.pipeline(), verdict.lane(), draft.now()));
            return draft.live();
        } catch (LapidaryException e) {
            return mayBeOfferedSoon(draft, e)
                    ? draft.live()
                    : endings.fail(draft, Status.REFUSED, ErrorMapper.toInfo(e));
        }
    }

    /** Whether another catalog may have it, and it came so lately that its sender may know that catalog already. */
    private static boolean mayBeOfferedSoon(Draft draft, LapidaryException refusal) {
        return OFFERED_SOON.contains(refusal.code())
                && draft.now() < draft.state().arrivedAt() + draft.moment().graceMillis();
    }

    /** A time far ahead is one in another unit, and would be remembered as long as it is ahead. */
    private static void checkClock(OptimizationRequest request, long now) throws LapidaryException {
        if (request.getCreatedAt() > now + Rules.MAX_SKEW.toMillis()) {
            throw new LapidaryException(
                    ErrorCodes.INVALID_REQUEST,
                    "The request was created at " + Instant.ofEpochMilli(request.getCreatedAt())
                            + ", which is more than a day ahead.",
                    "Give createdAt in milliseconds since 1970.");
        }
    }
}
