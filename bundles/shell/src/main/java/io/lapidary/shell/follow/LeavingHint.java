package io.lapidary.shell.follow;

import java.io.PrintStream;

/** Until it is withdrawn, Ctrl-C says how to go on watching, or how to end the request. */
final class LeavingHint {
    private final Thread hook;

    /** @param ownNode whether the node ends with this command */
    LeavingHint(PrintStream err, String requestId, boolean ownNode) {
        hook = new Thread(() -> err.println(text(requestId, ownNode)), "leaving-hint");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    static String text(String requestId, boolean ownNode) {
        String where = ownNode
                ? "The node of this command ends with it; the request is kept and goes on when a node runs there again"
                        + " ('lapidary start')."
                : "The request goes on.";
        return "\n" + where + "\n  go on watching:  lapidary watch " + requestId
                + "\n  end it:          lapidary cancel " + requestId;
    }

    void withdraw() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending, and the hint was given.
            return;
        }
    }
}
