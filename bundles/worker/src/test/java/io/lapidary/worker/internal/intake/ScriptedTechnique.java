package io.lapidary.worker.internal.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.model.Trait;
import io.lapidary.api.technique.Technique;
import io.lapidary.api.technique.TechniqueDescriptor;
import io.lapidary.api.technique.TechniqueInput;
import io.lapidary.api.technique.TechniqueResult;
import io.lapidary.api.work.Lane;
import io.lapidary.api.work.WorkContext;

/** Does what a test says, and counts how often it was asked. */
final class ScriptedTechnique implements Technique {
    /** What it does to a model: returns the file to go on with. */
    interface Script {
        Path run(TechniqueInput input, WorkContext context) throws LapidaryException, InterruptedException;
    }

    private final String id;
    private final Script script;
    private final boolean usesTarget;
    private final AtomicInteger runs = new AtomicInteger();

    ScriptedTechnique(String id, Script script) {
        this(id, script, false);
    }

    private ScriptedTechnique(String id, Script script, boolean usesTarget) {
        this.id = id;
        this.script = script;
        this.usesTarget = usesTarget;
    }

    /** One that declares that its result may depend on the target. */
    static ScriptedTechnique forTargets(String id, Script script) {
        return new ScriptedTechnique(id, script, true);
    }

    int runs() {
        return runs.get();
    }

    @Override
    public TechniqueDescriptor descriptor() {
        var descriptor = TechniqueDescriptor.of(id, "1.0.0", "Does what a test says.", Lane.LIGHT)
                .withTraits(Set.of(), Set.of(), Set.of(Trait.FLOAT_WEIGHTS, Trait.FLOAT_ACTIVATIONS), Set.of());
        return usesTarget ? descriptor.withTarget() : descriptor;
    }

    @Override
    public TechniqueResult apply(TechniqueInput input, WorkContext context)
            throws LapidaryException, InterruptedException {
        runs.incrementAndGet();
        return TechniqueResult.of(script.run(input, context), Map.of("runs", 1.0), List.of());
    }

    /** The subject, copied into the work folder. */
    static Path copy(TechniqueInput input, WorkContext context) {
        try {
            return Files.copy(input.subject().path(), context.workFolder().resolve("copy.tflite"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
