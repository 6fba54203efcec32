package io.lapidary.coordinator.internal.topology;

import java.util.Optional;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.messaging.InboundMessage;
import io.lapidary.coordinator.internal.machine.Input;
import io.lapidary.events.Completion;
import io.lapidary.events.Control;
import io.lapidary.events.Heartbeat;
import io.lapidary.events.OptimizationRequest;
import io.lapidary.events.codec.CloudEvents;
import io.lapidary.events.codec.MessageCodec;
import io.lapidary.events.codec.Topics;
import io.lapidary.events.codec.TraceContext;

/** Reads what comes, by its topic. */
final class Inbox {
    /** More than any honest id; what is longer cannot even be refused under its id. */
    private static final int MAX_REQUEST_ID = 1024;

    private static final int MAX_REQUEST_BYTES = 256 * 1024;

    private final MessageCodec codec;

    Inbox(MessageCodec codec) {
        this.codec = codec;
    }

    /** What was said, and of which request. */
    sealed interface Letter {
        String requestId();
    }

    /**
     * @param movable whether clients send it, which may choose a wrong partition
     */
    record ForMachine(String requestId, Input input, boolean movable) implements Letter {}

    record Beat(String requestId, Heartbeat heartbeat) implements Letter {}

    /** @throws LapidaryException if it cannot be read */
    Letter read(InboundMessage received) throws LapidaryException {
        return switch (received.topic()) {
            case Topics.COMPLETIONS -> {
                Completion completion = codec.decode(Completion.class, received.payload());
                yield new ForMachine(named(completion.getRequestId()), new Input.Completed(completion), false);
            }
            case Topics.HEARTBEATS -> {
                Heartbeat heartbeat = codec.decode(Heartbeat.class, received.payload());
                yield new Beat(named(heartbeat.getRequestId()), heartbeat);
            }
            default -> isControl(received.topic()) ? control(received) : request(received);
        };
    }

    private static boolean isControl(String topic) {
        return topic.equals(Topics.CONTROL) || topic.startsWith(Topics.CONTROL + ".");
    }

    private Letter control(InboundMessage received) throws LapidaryException {
        Control control = codec.decode(Control.class, received.payload());
        var cancelled = new Input.Cancelled(control, Topics.controllerOf(received.topic()));
        return new ForMachine(named(control.getRequestId()), cancelled, true);
    }

    private Letter request(InboundMessage received) throws LapidaryException {
        if (received.payload().length > MAX_REQUEST_BYTES) {
            throw unreadable(
                    "The request has " + received.payload().length + " bytes, more than " + MAX_REQUEST_BYTES + ".");
        }
        OptimizationRequest request = codec.decode(OptimizationRequest.class, received.payload());
        Optional<String> trace = Optional.ofNullable(request.getTraceparent())
                .or(() -> Optional.ofNullable(received.headers().get(CloudEvents.TRACEPARENT)));
        var arrived = new Input.Arrived(
                Topics.tenantOf(received.topic()),
                request,
                TraceContext.continueOrCreate(trace).traceparent());
        return new ForMachine(named(request.getRequestId()), arrived, true);
    }

    private static String named(String requestId) throws LapidaryException {
        if (requestId.isEmpty() || requestId.length() > MAX_REQUEST_ID) {
            throw unreadable("Its requestId has " + requestId.length() + " characters, not 1 to 128.");
        }
        return requestId;
    }

    private static LapidaryException unreadable(String message) {
        return new LapidaryException(
                ErrorCodes.UNDECODABLE_MESSAGE, message, "Give a requestId, and put what is large into the store.");
    }
}
