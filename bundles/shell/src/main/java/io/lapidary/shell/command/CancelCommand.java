package io.lapidary.shell.command;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Optional;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.messaging.TopicReader;
import io.lapidary.events.OptimizationResult;
import io.lapidary.events.Status;
import io.lapidary.shell.request.UsageException;
import io.lapidary.shell.result.ExitCode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lapidary cancel}. */
@Command(
        name = "cancel",
        header = "Asks for the end of a request.",
        description =
                "Asks for the end of a request. One that has ended stays as it is, and how it ended is said; for one that"
                        + " nothing is known of yet the wish is kept for a while.",
        footerHeading = "%nExample:%n",
        footer = {
            "  lapidary cancel 20260102-101500-1a2b3c4d --reason 'wrong data'",
            "",
            "Exit codes: 0 asked, 2 wrong command line, 4 it has ended, 7 no platform."
        })
final class CancelCommand extends RequestCommand {
    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it stands in the request's events.")
    private String reason = "";

    @Option(
            names = "--tenant",
            paramLabel = "NAME",
            description = "As this tenant, who can end its own requests only (default: as an operator, anybody's).")
    private String tenant;

    @Mixin
    private PlatformOptions platformOptions;

    CancelCommand(Shell shell) {
        super(shell);
    }

    @Override
    ExitCode run() throws UsageException, LapidaryException, InterruptedException {
        boolean known;
        try (var platform = shell().platforms().running(platformOptions.choice(shell()));
                var watch = platform.watch(id(), TopicReader.Start.BEGINNING)) {
            if (watch.result().isPresent()) {
                throw ended(watch.result().get());
            }
            known = watch.isKnown();
            platform.cancel(
                    id(), Optional.ofNullable(tenant), reason.isBlank() ? "asked for at the command line" : reason);
        }
        if (json()) {
            var document = new LinkedHashMap<String, Object>();
            document.put("requestId", id());
            document.put("asked", "CANCEL");
            console().json(document);
        } else {
            console()
                    .out()
                    .println(
                            known
                                    ? "Asked for the end of " + id() + "; 'lapidary watch " + id() + "' shows it."
                                    : "Nothing is known of a request " + id()
                                            + " yet; it will be cancelled if it comes within 10 minutes.");
        }
        return ExitCode.SATISFIED;
    }

    private LapidaryException ended(OptimizationResult result) {
        Instant time = Instant.ofEpochMilli(result.getFinishedAt()).truncatedTo(ChronoUnit.SECONDS);
        return new LapidaryException(
                ErrorCodes.INVALID_REQUEST,
                "The request " + id() + " has ended: it " + outcome(result.getStatus()) + " at " + time + ".",
                "It stays as it is; 'lapidary result " + id() + "' shows it.");
    }

    private static String outcome(Status status) {
        return switch (status) {
            case SUCCEEDED -> "succeeded";
            case UNSATISFIED -> "was done, and a constraint does not hold (UNSATISFIED),";
            case FAILED -> "failed";
            case REFUSED -> "was refused";
            case CANCELLED -> "was cancelled";
            case EXPIRED -> "expired";
            case UNKNOWN -> "ended";
        };
    }
}
