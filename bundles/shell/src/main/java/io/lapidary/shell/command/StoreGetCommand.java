package io.lapidary.shell.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;

import io.lapidary.api.Digest;
import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.shell.request.UsageException;
import io.lapidary.shell.result.ExitCode;
import io.lapidary.shell.result.StoredFile;
import io.lapidary.shell.view.Reason;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lapidary store get}. */
@Command(
        name = "get",
        header = "Fetches content out of the store.",
        description = "Fetches content out of the store into a file; its digest is checked on the way.",
        footerHeading = "%nExample:%n",
        footer = {
            "  lapidary store get lapidary:sha256/HEX --out m.tflite",
            "",
            "Exit codes: 0 fetched, 2 wrong command line, 4 no such content, 7 no platform",
            "or store."
        })
final class StoreGetCommand extends JsonCommand {
    @Parameters(paramLabel = "ADDRESS", description = "lapidary:sha256/HEX, or the 64 hexadecimal digits alone.")
    private String address;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The file to write.")
    private Path out;

    @Mixin
    private PlatformOptions platformOptions;

    StoreGetCommand(Shell shell) {
        super(shell);
    }

    @Override
    ExitCode run() throws UsageException, LapidaryException, InterruptedException {
        Digest digest = digest();
        Path file = shell().folder().resolve(out);
        try (var platform = shell().platforms().running(platformOptions.choice(shell()))) {
            StoredFile.fetch(platform.store(), digest, file);
        } catch (IOException e) {
            throw new LapidaryException(
                    ErrorCodes.STORE_UNAVAILABLE,
                    digest.uri() + " could not be written to " + file + ": " + Reason.of(e) + ".",
                    "See that the folder can be written and has room.",
                    e);
        }
        if (json()) {
            var document = new LinkedHashMap<String, Object>();
            document.put("uri", digest.uri());
            document.put("path", file.toString());
            console().json(document);
        } else {
            console().out().println(file);
        }
        return ExitCode.SATISFIED;
    }

    private Digest digest() throws UsageException {
        return Digest.parse(address)
                .orElseThrow(() -> new UsageException("'" + address
                        + "' is no address of the store. Write it as lapidary:sha256/ and 64 hexadecimal digits."));
    }
}
