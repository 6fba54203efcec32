package io.lapidary.shell.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;

import io.lapidary.api.Digest;
import io.lapidary.api.LapidaryException;
import io.lapidary.shell.request.UsageException;
import io.lapidary.shell.result.ExitCode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lapidary store put}. */
@Command(
        name = "put",
        header = "Puts a file into the store and prints its address.",
        description = "Puts a file into the store and prints its address, for requests of any client.",
        footerHeading = "%nExample:%n",
        footer = {
            "  lapidary store put m.tflite",
            "",
            "Exit codes: 0 put, 2 wrong command line, 5 disk full, 7 no platform or store."
        })
final class StorePutCommand extends JsonCommand {
    @Parameters(paramLabel = "FILE", description = "The file.")
    private Path file;

    @Mixin
    private PlatformOptions platformOptions;

    StorePutCommand(Shell shell) {
        super(shell);
    }

    @Override
    ExitCode run() throws UsageException, LapidaryException, InterruptedException {
        Path whole = shell().folder().resolve(file);
        if (!Files.isRegularFile(whole) || !Files.isReadable(whole)) {
            throw new UsageException("There is no file " + file + " that can be read.");
        }
        Digest digest;
        try (var platform = shell().platforms().running(platformOptions.choice(shell()))) {
            digest = platform.store().put(whole);
        }
        if (json()) {
            var document = new LinkedHashMap<String, Object>();
            document.put("uri", digest.uri());
            document.put("sha256", digest.hex());
            console().json(document);
        } else {
            console().out().println(digest.uri());
        }
        return ExitCode.SATISFIED;
    }
}
