package io.lapidary.contract;

import io.lapidary.engine.litert.LitertEngine;
import io.lapidary.engine.litert.LitertOptions;

/** One interpreter engine for all tests of a process: starting one takes longer than most tests. */
public final class SharedEngine {
    private static LitertEngine engine;

    private SharedEngine() {}

    /** Started at the first call; ends with the process. */
    public static synchronized LitertEngine get() {
        if (engine == null) {
            LitertEngine started = LitertEngine.create(LitertOptions.defaults());
            Runtime.getRuntime().addShutdownHook(new Thread(started::close, "end of the shared engine"));
            engine = started;
        }
        return engine;
    }
}
