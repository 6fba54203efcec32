package com.example.carray;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.ErrorType;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.backend.BackendPackage;
import io.lapidary.api.backend.BackendPackage.PackageFile;
import io.lapidary.api.backend.VerifiedPackage;
import io.lapidary.api.engine.InterpreterSession;
import io.lapidary.api.engine.ProfileRequest;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.work.WorkContext;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.check.ModelChecker;

/**
 * Reads the C text as a compiler would and makes the model's bytes of it again. It shares no code with what wrote the text: a
 * fault there shows here.
 */
final class PackageVerifier {
    private static final int BYTES_BETWEEN_CHECKS = 1 << 16;

    /** What the header declares. */
    private record Declaration(String symbol, String macro, long size) {}

    private PackageVerifier() {}

    static VerifiedPackage verify(BackendPackage packed, WorkContext context)
            throws LapidaryException, InterruptedException {
        Path model = context.workFolder().resolve("from-c.tflite");
        try {
            Declaration declared = declaration(part(packed, CArrayBackend.HEADER));
            array(part(packed, CArrayBackend.SOURCE), declared, model, context);
        } catch (CTokens.Unexpected e) {
            throw failed("The C text is not as it was written: " + e.getMessage() + ".", e);
        } catch (IOException e) {
            throw failed("The package cannot be read: " + e.getMessage() + ".", e);
        }
        requireRuns(model, context);
        try {
            return new VerifiedPackage(ModelFile.of(model), List.of());
        } catch (IOException e) {
            throw failed("The model that was read from the C text cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static Path part(BackendPackage packed, String name) throws LapidaryException {
        return packed.files().stream()
                .filter(file -> file.path().equals(name))
                .map(PackageFile::file)
                .findFirst()
                .orElseThrow(() -> failed("The package has no file " + name + ".", null));
    }

    private static Declaration declaration(Path header) throws IOException, CTokens.Unexpected {
        try (Reader text = Files.newBufferedReader(header, StandardCharsets.ISO_8859_1)) {
            var tokens = new CTokens(text);
            tokens.expect("# ifndef");
            String guard = tokens.next();
            tokens.expect("# define " + guard + " # ifdef __cplusplus extern \"C\" { # endif # define");
            String macro = tokens.next();
            long size = tokens.number();
            tokens.expect("extern const unsigned char");
            String symbol = tokens.next();
            tokens.expect("[ " + macro + " ] ; # ifdef __cplusplus } # endif # endif");
            tokens.expectEnd();
            return new Declaration(symbol, macro, size);
        }
    }

    private static void array(Path source, Declaration declared, Path model, WorkContext context)
            throws IOException, CTokens.Unexpected, InterruptedException {
        try (Reader text = Files.newBufferedReader(source, StandardCharsets.ISO_8859_1);
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(model))) {
            var tokens = new CTokens(text);
            tokens.expect("# include \"" + CArrayBackend.HEADER + "\" _Alignas ( 16 ) const unsigned char");
            tokens.expect(declared.symbol() + " [ " + declared.macro() + " ] = {");
            long bytes = 0;
            for (String token = tokens.next(); !token.equals("}"); token = tokens.next()) {
                if (bytes++ % BYTES_BETWEEN_CHECKS == 0) {
                    context.checkCancelled();
                }
                long value = tokens.number(token);
                if (value < 0 || value > 255) {
                    throw new CTokens.Unexpected(token + " is no byte");
                }
                out.write((int) value);
                tokens.expect(",");
            }
            tokens.expect(";");
            tokens.expectEnd();
            if (bytes != declared.size()) {
                throw new CTokens.Unexpected("the array has " + bytes + " bytes, the header says " + declared.size());
            }
        }
    }

    /** Sound in structure, and run once by the real interpreter. */
    private static void requireRuns(Path model, WorkContext context) throws LapidaryException, InterruptedException {
        // An interpreter is a process that other jobs wait for: close it as soon as the numbers are there.
        try (InterpreterSession session = context.interpreter()) {
            ModelChecker.require(TfliteReader.read(model));
            session.profile(new ProfileRequest(model, Optional.empty(), 1, 1));
        } catch (IOException e) {
            throw failed("The model that was read from the C text cannot be read: " + e.getMessage() + ".", e);
        } catch (LapidaryException e) {
            // A model that is refused is a broken package; an engine that died is not, and keeps its own code, to be
            // tried again.
            throw e.type() == ErrorType.MODEL
                    ? failed("The model that was read from the C text is refused: " + e.getMessage(), e)
                    : e;
        }
    }

    private static LapidaryException failed(String message, Throwable cause) {
        return new LapidaryException(
                ErrorCodes.VERIFICATION_FAILED,
                message,
                "Request it again; if it stays, report it to the backend's provider.",
                cause);
    }
}
