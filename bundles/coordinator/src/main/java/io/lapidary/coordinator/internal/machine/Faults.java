package io.lapidary.coordinator.internal.machine;

import io.lapidary.api.ErrorCode;
import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.events.ErrorInfo;
import io.lapidary.events.mapping.ErrorMapper;

/** The errors that the coordinator itself finds. */
public final class Faults {
    private Faults() {}

    public static ErrorInfo of(ErrorCode code, String message, String remedy) {
        return ErrorMapper.toInfo(new LapidaryException(code, message, remedy));
    }

    static ErrorInfo duplicate(String requestId) {
        return of(
                ErrorCodes.DUPLICATE_REQUEST,
                "A request '" + requestId + "' with another content came before; the first one stands.",
                "Give every request an id of its own.");
    }

    static ErrorInfo cancelled(String reason) {
        return of(
                ErrorCodes.REQUEST_CANCELLED,
                reason.isBlank() ? "The request was cancelled." : "The request was cancelled: " + reason,
                "");
    }

    static ErrorInfo deadline(String requestId) {
        return of(
                ErrorCodes.DEADLINE_EXCEEDED,
                "The deadline of '" + requestId + "' passed before it was done.",
                "Send it again under another id with a later deadline.");
    }

    static ErrorInfo tooOld(String requestId, long hours) {
        return of(
                ErrorCodes.REQUEST_EXPIRED,
                "The request '" + requestId + "' was created more than " + hours
                        + " hours ago, which is as long as ended requests are remembered.",
                "Send it again under another id, with createdAt in milliseconds since 1970.");
    }

    public static ErrorInfo tooManyQueued(String tenant, int present, int limit) {
        return of(
                ErrorCodes.QUOTA_EXCEEDED,
                "The tenant '" + tenant + "' has " + present + " request(s) waiting, and " + limit
                        + " may wait at most (queued).",
                "Send it again under another id when some have begun, or let an operator raise queued in"
                        + " configs/io.lapidary.tenants.cfg.");
    }

    public static ErrorInfo tooManyBytes(String tenant, long present, long limit) {
        return of(
                ErrorCodes.QUOTA_EXCEEDED,
                "The tenant '" + tenant + "' has artifacts of " + present + " bytes that were published within the"
                        + " horizon, and may have " + limit + " at most (bytes).",
                "Send it again under another id when older ones are past the horizon, or let an operator raise bytes in"
                        + " configs/io.lapidary.tenants.cfg.");
    }

    static ErrorInfo lost(String workId, long seconds, int times) {
        return of(
                ErrorCodes.ATTEMPTS_EXHAUSTED,
                "Nothing was heard of '" + workId + "' for " + seconds + " s, " + times
                        + (times == 1 ? " time." : " times."),
                "Look at the log of the node that took it; a crash or a hang shows there.");
    }

    static ErrorInfo unheard(String workId, String lane, int times) {
        return of(
                ErrorCodes.ATTEMPTS_EXHAUSTED,
                "No node began '" + workId + "' in the lane '" + lane + "', though one was idle; it was dispatched "
                        + times + (times == 1 ? " time." : " times."),
                "Look at the logs of the nodes that serve the lane.");
    }

    static ErrorInfo handedBack(String workId, String node) {
        return of(
                ErrorCodes.ATTEMPTS_EXHAUSTED,
                "The node '" + node + "' stopped working on '" + workId + "' before it was done.",
                "Nodes that leave hand their work back; send the request again if none was left to take it.");
    }

    static ErrorInfo unknown(String what) {
        return of(
                ErrorCodes.INTERNAL_ERROR,
                "A worker answered with " + what + ", which this coordinator does not know.",
                "Update every node to the same version.");
    }

    static ErrorInfo planner(String planner, String what) {
        return of(ErrorCodes.PLUGIN_FAILED, "The planner '" + planner + "' " + what + ".", "Correct the planner.");
    }
}
