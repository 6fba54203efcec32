package io.lapidary.evaluation.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;

import io.lapidary.api.engine.EngineIdentity;
import io.lapidary.api.engine.EngineLimits;
import io.lapidary.api.engine.InterpreterEngine;
import io.lapidary.api.engine.InterpreterSession;

/** An engine whose models are functions, and that lends one session at a time. */
final class FakeEngine implements InterpreterEngine {
    private final Map<Path, FakeModel> models;
    private int open;

    FakeEngine(Map<Path, FakeModel> models) {
        this.models = models;
    }

    int openSessions() {
        return open;
    }

    @Override
    public EngineIdentity identity() {
        return FakeSession.IDENTITY;
    }

    @Override
    public InterpreterSession open(EngineLimits limits) {
        assertThat(open).as("sessions open at once").isZero();
        open++;
        return new FakeSession(models, () -> open--);
    }
}
