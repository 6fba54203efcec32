package io.lapidary.shell.command;

import java.nio.file.Path;
import java.util.Optional;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.messaging.TopicReader;
import io.lapidary.shell.follow.RequestRun;
import io.lapidary.shell.platform.PlatformChoice;
import io.lapidary.shell.request.UsageException;
import io.lapidary.shell.result.ExitCode;
import io.lapidary.shell.result.OutFolder;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lapidary result}. */
@Command(
        name = "result",
        header = "Prints and fetches the result of a request.",
        description = "Prints the result of a request that has ended, as 'optimize' does, and fetches its files.",
        footerHeading = "%nExample:%n",
        footer = {
            "  lapidary result 20260102-101500-1a2b3c4d --out out",
            "",
            "Exit codes: as of 'optimize'; 4 for an id that nothing is known of, 7 for a",
            "request that has not ended."
        })
final class ResultCommand extends RequestCommand {
    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Gets the package in the target's format; report and attachments under report/.")
    private Path out;

    @Mixin
    private PlatformOptions platformOptions;

    ResultCommand(Shell shell) {
        super(shell);
    }

    @Override
    ExitCode run() throws UsageException, LapidaryException, InterruptedException {
        PlatformChoice choice = platformOptions.choice(shell());
        Optional<Path> folder =
                Optional.ofNullable(out).map(o -> shell().folder().resolve(o));
        if (folder.isPresent()) {
            OutFolder.check(folder.get());
        }
        try (var progress = progress();
                var platform = shell().platforms().runningOrStarted(choice, progress);
                var watch = platform.watch(id(), TopicReader.Start.BEGINNING)) {
            progress.clear();
            if (!watch.isKnown()) {
                throw unknown();
            }
            var result = watch.result()
                    .orElseThrow(() -> new LapidaryException(
                            ErrorCodes.BROKER_UNAVAILABLE,
                            "The request " + id() + " has not ended.",
                            "'lapidary watch " + id() + "' waits for its end."));
            return new RequestRun(console(), platform, progress).finish(result, folder, json());
        }
    }
}
