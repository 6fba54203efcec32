package io.lapidary.evaluation.internal;

import java.util.Optional;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.ErrorType;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.InterpreterSession;
import io.lapidary.api.engine.ProfileRequest;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.work.WorkContext;

/** Tells whether a package that cannot be run is the steps' fault, or the model's that they were given. */
final class WhoseFault {
    private WhoseFault() {}

    /**
     * The refusal of a package; where the interpreter does not run the original either, of that.
     *
     * @param refusal of the package
     */
    static LapidaryException of(LapidaryException refusal, ModelFile original, WorkContext context)
            throws LapidaryException, InterruptedException {
        if (!refusal.code().equals(ErrorCodes.VERIFICATION_FAILED)) {
            return refusal;
        }
        try (InterpreterSession session = context.interpreter()) {
            session.profile(new ProfileRequest(original.path(), Optional.empty(), 1, 1));
            return refusal;
        } catch (LapidaryException e) {
            return e.type() == ErrorType.MODEL
                    ? new LapidaryException(
                            e.code(),
                            "The original does not run either, before any step: " + e.getMessage(),
                            "Mend the model, or convert it again.",
                            e)
                    : refusal;
        }
    }
}
