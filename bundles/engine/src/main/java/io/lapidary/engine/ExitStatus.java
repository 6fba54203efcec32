package io.lapidary.engine;

import java.util.Map;

/** How a process ended, in plain words. */
final class ExitStatus {
    /** What -XX:+ExitOnOutOfMemoryError ends with. */
    static final int JAVA_HEAP_FULL = 3;

    private static final Map<Integer, String> SIGNALS = Map.of(
            4, "SIGILL: an instruction that this processor does not have",
            6, "SIGABRT: it aborted itself",
            7, "SIGBUS: memory that could not be reached",
            8, "SIGFPE: an arithmetic fault",
            9, "SIGKILL: from outside, as a system short of memory does",
            11, "SIGSEGV: a memory fault",
            15, "SIGTERM: from outside");

    private ExitStatus() {}

    static String describe(int exitCode) {
        int signal = exitCode > 128 ? exitCode - 128 : 0;
        if (SIGNALS.containsKey(signal)) {
            return "was ended by " + SIGNALS.get(signal);
        }
        return "ended with exit code " + exitCode;
    }
}
