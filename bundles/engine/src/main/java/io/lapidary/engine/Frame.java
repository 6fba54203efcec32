package io.lapidary.engine;

import java.util.Objects;

/**
 * One message between the platform and an engine process.
 *
 * @param call counts a process's calls; an answer bears its call's number
 * @param kind what the payload is
 * @param operation the call's name; of a HELLO, the token that the child was started with
 * @param payload Avro binary of the operation's own schema
 */
record Frame(long call, Kind kind, String operation, byte[] payload) {
    Frame {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(payload, "payload");
    }

    enum Kind {
        HELLO,
        CALL,
        RESULT,
        FAILURE
    }
}
