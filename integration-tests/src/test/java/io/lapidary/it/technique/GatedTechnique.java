package io.lapidary.it.technique;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

import io.lapidary.api.model.Trait;
import io.lapidary.api.parameter.Parameter;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.api.technique.Technique;
import io.lapidary.api.technique.TechniqueDescriptor;
import io.lapidary.api.technique.TechniqueInput;
import io.lapidary.api.technique.TechniqueResult;
import io.lapidary.api.work.Lane;
import io.lapidary.api.work.WorkContext;

/** Gives the model back as it came, as late as its parameters say: work whose length a test decides. */
public final class GatedTechnique implements Technique {
    static final Parameter<String> GATE =
            Parameter.text("gate", "A file; the work goes on until it exists.").defaultsTo("");
    static final Parameter<Double> SECONDS = Parameter.number("seconds", 0, 3600, "The least time that it takes.")
            .in("seconds")
            .defaultsTo(0.0);
    static final Set<Trait> ALL = Set.of(
            Trait.FLOAT_WEIGHTS,
            Trait.FLOAT_ACTIVATIONS,
            Trait.QUANTIZED_WEIGHTS,
            Trait.QUANTIZED_ACTIVATIONS,
            Trait.SPARSE,
            Trait.CLUSTERED,
            Trait.CALIBRATED);

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    @Override
    public TechniqueDescriptor descriptor() {
        return TechniqueDescriptor.of("gated", "1.0.0", "Gives the model back as it came, late.", Lane.LIGHT)
                .withParameters(GATE, SECONDS)
                .withTraits(Set.of(), Set.of(), ALL, Set.of());
    }

    @Override
    public TechniqueResult apply(TechniqueInput input, WorkContext context) throws InterruptedException {
        long end = System.nanoTime() + (long) (input.parameters().get(SECONDS) * 1e9);
        do {
            context.checkCancelled();
            context.progress(0.5, "waiting");
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        } while (!isOpen(input.parameters()) || System.nanoTime() < end);
        return copy(input, context);
    }

    static boolean isOpen(Parameters parameters) {
        String gate = parameters.get(GATE);
        return gate.isEmpty() || Files.exists(Path.of(gate));
    }

    static TechniqueResult copy(TechniqueInput input, WorkContext context) {
        Path output = context.workFolder().resolve("model.tflite");
        try {
            Files.copy(input.subject().path(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return TechniqueResult.of(output, Map.of(), List.of());
    }
}
