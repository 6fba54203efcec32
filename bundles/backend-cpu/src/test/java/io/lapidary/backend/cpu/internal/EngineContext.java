package io.lapidary.backend.cpu.internal;

import java.nio.file.Path;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.InterpreterEngine;
import io.lapidary.api.engine.InterpreterSession;
import io.lapidary.api.work.CoreLease;
import io.lapidary.testsupport.PlainContext;

/** A job on a real engine that remembers whether it had the cores to itself. */
final class EngineContext extends PlainContext {
    private boolean coresHeld;
    boolean coresHeldWhenEngineOpened;

    EngineContext(InterpreterEngine engine, Path folder) {
        super(engine, folder);
    }

    boolean coresHeld() {
        return coresHeld;
    }

    @Override
    public InterpreterSession interpreter() throws LapidaryException, InterruptedException {
        coresHeldWhenEngineOpened = coresHeld;
        return super.interpreter();
    }

    @Override
    public CoreLease exclusiveCores() {
        coresHeld = true;
        return new CoreLease() {
            @Override
            public boolean exclusive() {
                return true;
            }

            @Override
            public void close() {
                coresHeld = false;
            }
        };
    }
}
