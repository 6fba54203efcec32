package io.lapidary.backend.cpu.internal;

import java.time.Duration;
import java.util.List;

import io.lapidary.api.parameter.Parameter;
import io.lapidary.api.parameter.Parameters;

/** What can be set on a target {@code cpu}. */
final class CpuParameters {
    private static final long MOST_THREADS = 256;
    /** More seldom help a small model, and phones have four fast cores at most. */
    private static final int USUAL_THREADS = 4;

    static final Parameter<Long> THREADS = Parameter.integer(
                    "threads",
                    0,
                    MOST_THREADS,
                    "How many threads the interpreter has while latency is measured; 0 for one per core, at most 4.")
            .in("threads")
            .defaultsTo(0L);

    static final Parameter<Double> LATENCY_SECONDS = Parameter.number(
                    "latency_seconds",
                    0.1,
                    600,
                    "How long latency is measured, for the original and the package together.")
            .in("s")
            .defaultsTo(2.0);

    static final Parameter<Boolean> PROVENANCE = Parameter.flag(
                    "provenance",
                    "Whether the package names the backend that made it, in a metadata entry of some 100 bytes.")
            .defaultsTo(true);

    static final List<Parameter<?>> ALL = List.of(THREADS, LATENCY_SECONDS, PROVENANCE);

    private CpuParameters() {}

    /** As asked for, never more than the machine has. */
    static int threads(Parameters parameters, int available) {
        long asked = parameters.get(THREADS);
        return Math.toIntExact(Math.min(asked == 0 ? USUAL_THREADS : asked, available));
    }

    static Duration budget(Parameters parameters) {
        return Duration.ofMillis(Math.round(parameters.get(LATENCY_SECONDS) * 1000));
    }
}
