package io.lapidary.it.technique;

import java.util.Optional;
import java.util.Set;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.InterpreterSession;
import io.lapidary.api.engine.ProfileRequest;
import io.lapidary.api.technique.Technique;
import io.lapidary.api.technique.TechniqueDescriptor;
import io.lapidary.api.technique.TechniqueInput;
import io.lapidary.api.technique.TechniqueResult;
import io.lapidary.api.work.Lane;
import io.lapidary.api.work.WorkContext;

/** Keeps an interpreter busy with the model until its gate opens, at least for one call; then gives the model back. */
public final class EngineBoundTechnique implements Technique {
    private static final int RUNS = 20;

    @Override
    public TechniqueDescriptor descriptor() {
        return TechniqueDescriptor.of("engine-bound", "1.0.0", "Keeps an interpreter busy.", Lane.CALIBRATE)
                .withParameters(GatedTechnique.GATE)
                .withTraits(Set.of(), Set.of(), GatedTechnique.ALL, Set.of());
    }

    @Override
    public TechniqueResult apply(TechniqueInput input, WorkContext context)
            throws LapidaryException, InterruptedException {
        try (InterpreterSession session = context.interpreter()) {
            var request = new ProfileRequest(input.subject().path(), Optional.empty(), RUNS, 1);
            do {
                context.checkCancelled();
                session.profile(request);
                context.progress(0.5, "called");
            } while (!GatedTechnique.isOpen(input.parameters()));
        }
        return GatedTechnique.copy(input, context);
    }
}
