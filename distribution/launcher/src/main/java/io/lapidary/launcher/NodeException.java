package io.lapidary.launcher;

/** Why a node cannot start or go on: one sentence for the person at the terminal that names the thing and the remedy. */
final class NodeException extends Exception {

    private static final long serialVersionUID = 1L;

    NodeException(String message) {
        super(message);
    }

    NodeException(String message, Throwable cause) {
        super(message, cause);
    }
}
