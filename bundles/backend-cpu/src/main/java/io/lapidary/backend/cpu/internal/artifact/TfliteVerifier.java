package io.lapidary.backend.cpu.internal.artifact;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.ErrorType;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.backend.BackendPackage;
import io.lapidary.api.backend.VerifiedPackage;
import io.lapidary.api.engine.InterpreterSession;
import io.lapidary.api.engine.ModelInterface;
import io.lapidary.api.engine.ProfileRequest;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.work.WorkContext;
import io.lapidary.backend.cpu.internal.place.CpuPlacer;
import io.lapidary.model.Model;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.check.ModelChecker;

/**
 * Opens a package as an application would: by the interpreter, which must load it, describe the inputs and outputs that the
 * file states, and run it once. What wrote it has no part in that; its structure is checked besides. A model with custom operators
 * whose kernels only the application has cannot be run here.
 */
public final class TfliteVerifier {
    private TfliteVerifier() {}

    public static VerifiedPackage verify(BackendPackage packed, WorkContext context)
            throws LapidaryException, InterruptedException {
        Path file = only(packed);
        Model model = read(file);
        if (!CpuPlacer.foreign(model).isEmpty()) {
            return unrun(file);
        }
        try (InterpreterSession session = context.interpreter()) {
            ModelInterface seen = session.describe(file);
            Optional<String> difference = InterfaceCheck.difference(model, seen);
            if (difference.isPresent()) {
                throw failed(
                        "The interpreter sees the package otherwise than it is written: " + difference.get() + ".",
                        null);
            }
            session.profile(new ProfileRequest(file, Optional.empty(), 1, 1));
            return new VerifiedPackage(ModelFile.of(file), List.of());
        } catch (LapidaryException e) {
            // A model that the interpreter refuses is our fault here; a dead engine is not.
            throw e.type() == ErrorType.MODEL
                    ? failed("The interpreter does not run the package: " + e.getMessage(), e)
                    : e;
        } catch (IOException e) {
            throw failed("The package cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** What needs an application's own kernels is known by its structure alone; an evaluation says that it was not run. */
    private static VerifiedPackage unrun(Path file) throws LapidaryException {
        try {
            return new VerifiedPackage(ModelFile.of(file), List.of());
        } catch (IOException e) {
            throw failed("The package cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static Path only(BackendPackage packed) throws LapidaryException {
        boolean known = packed.mediaType().equals(TflitePackager.MEDIA_TYPE)
                && packed.files().size() == 1
                && packed.files().get(0).path().equals(TflitePackager.FILE);
        if (!known) {
            throw failed(
                    "A package for a CPU is the one file " + TflitePackager.FILE + ", and this one is "
                            + packed.files().size() + " of type " + packed.mediaType() + ".",
                    null);
        }
        return packed.files().get(0).file();
    }

    private static Model read(Path file) throws LapidaryException {
        try {
            Model model = TfliteReader.read(file);
            ModelChecker.require(model);
            return model;
        } catch (LapidaryException e) {
            throw failed("The package is no sound model: " + e.getMessage(), e);
        } catch (IOException e) {
            throw failed("The package cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static LapidaryException failed(String message, Throwable cause) {
        return new LapidaryException(
                ErrorCodes.VERIFICATION_FAILED,
                message,
                "Leave out the last step to see which one breaks the model, and report it to its provider.",
                TflitePackager.FILE,
                cause);
    }
}
