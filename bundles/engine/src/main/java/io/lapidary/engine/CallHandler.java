package io.lapidary.engine;

import io.lapidary.api.LapidaryException;

/** What an engine process can do: the library's side of an {@link EngineChild}. Calls come one at a time. */
public interface CallHandler {
    /** What the child says of itself once its library is loaded, in a form that the platform's side knows. */
    byte[] hello();

    /**
     * Answers a call. Whatever it throws but LapidaryException reaches the caller as internal-error, and the process goes on.
     *
     * @param operation the call's name
     * @param payload its arguments, as the engine's {@link EngineProtocol} has them
     * @return the answer, likewise
     */
    byte[] handle(String operation, byte[] payload) throws LapidaryException;
}
