package io.lapidary.shell.command;

import java.time.Instant;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.messaging.TopicReader;
import io.lapidary.shell.follow.RequestRun;
import io.lapidary.shell.platform.PlatformChoice;
import io.lapidary.shell.request.DurationSyntax;
import io.lapidary.shell.request.UsageException;
import io.lapidary.shell.result.ExitCode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lapidary watch}. */
@Command(
        name = "watch",
        header = "Follows a request until it ends.",
        description = "Shows what happened to a request so far and what happens, until it ends; then its result.",
        footerHeading = "%nExample:%n",
        footer = {
            "  lapidary watch 20260102-101500-1a2b3c4d",
            "",
            "Exit codes: as of 'optimize'; 4 for an id that nothing is known of."
        })
final class WatchCommand extends RequestCommand {
    @Option(names = "--timeout", paramLabel = "DURATION", description = "Stops watching after this time, as in 10m.")
    private String timeout;

    @Mixin
    private PlatformOptions platformOptions;

    WatchCommand(Shell shell) {
        super(shell);
    }

    @Override
    ExitCode run() throws UsageException, LapidaryException, InterruptedException {
        Instant until = timeout == null ? Instant.MAX : Instant.now().plus(DurationSyntax.parse("--timeout", timeout));
        PlatformChoice choice = platformOptions.choice(shell());
        try (var progress = progress();
                var platform = shell().platforms().runningOrStarted(choice, progress);
                var watch = platform.watch(id(), TopicReader.Start.BEGINNING)) {
            if (!watch.isKnown()) {
                throw unknown();
            }
            var run = new RequestRun(console(), platform, progress);
            progress.line("Request " + id());
            return run.finish(run.await(watch, id(), until), Optional.empty(), json());
        }
    }
}
