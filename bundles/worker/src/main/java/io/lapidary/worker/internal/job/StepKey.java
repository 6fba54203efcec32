package io.lapidary.worker.internal.job;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.lapidary.api.Digest;
import io.lapidary.api.engine.EngineIdentity;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.worker.internal.plugin.Plugin;

/**
 * What a step's result depends on, and nothing else: the key under which it is remembered.
 *
 * <p>Of the step: every model and sample set by role, technique, its bundle and those it is wired to, resolved parameters and
 * seed; the target where the technique uses it; and the engine's version and CPU class where an engine's numbers enter.
 *
 * @param digest of all that
 * @param engineEntered whether an engine's numbers enter
 */
record StepKey(Digest digest, boolean engineEntered) {
    static StepKey of(
            Map<String, Digest> inputs,
            Plugin<?> plugin,
            Parameters parameters,
            String target,
            long seed,
            Optional<EngineIdentity> engine) {
        var text = new StringBuilder("step 1\n");
        new TreeMap<>(inputs).forEach((role, digest) -> line(text, "input " + role, digest.hex()));
        line(text, "technique", plugin.name());
        line(text, "wiring", plugin.wiring().hex());
        parameters.asText().forEach((name, value) -> line(text, "parameter " + name, value));
        line(text, "target", target);
        line(text, "seed", Long.toString(seed));
        engine.ifPresent(e -> line(text, "engine", e.id() + " " + e.version() + " " + e.cpuClass()));
        return new StepKey(Digest.of(text.toString()), engine.isPresent());
    }

    /** The same step, for one request alone. */
    StepKey of(String requestId) {
        return new StepKey(Digest.of(digest.hex() + " " + requestId), engineEntered);
    }

    /** Lengths go along, so that no value can be mistaken for the next line. */
    private static void line(StringBuilder text, String name, String value) {
        text.append(name)
                .append(' ')
                .append(value.length())
                .append(' ')
                .append(value)
                .append('\n');
    }

    /** The store's key of the record of the step: the model that came out, times, measures, attachments and findings. */
    String recordKey() {
        return "step/" + digest.hex();
    }

    /** The store's key of a long step's latest checkpoint of a round. */
    String checkpointKey(int number) {
        return "checkpoint/" + digest.hex() + "/" + number;
    }
}
