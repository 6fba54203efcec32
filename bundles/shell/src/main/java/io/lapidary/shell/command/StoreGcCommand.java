package io.lapidary.shell.command;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;

import io.lapidary.api.LapidaryException;
import io.lapidary.shell.history.RequestHistory;
import io.lapidary.shell.history.StoreUse;
import io.lapidary.shell.request.DurationSyntax;
import io.lapidary.shell.request.UsageException;
import io.lapidary.shell.result.ExitCode;
import io.lapidary.shell.view.Amounts;
import io.lapidary.store.Collected;
import io.lapidary.store.StoreMaintenance;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lapidary store gc}. */
@Command(
        name = "gc",
        header = "Takes away what nobody used for a time.",
        description = {
            "Takes away what nobody put, read or recalled for a time. What a request that has not ended came with stays,"
                    + " and what is pinned.",
            "",
            "A step whose output was taken is run again when a request needs it."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  lapidary store gc --older-than 720h --dry-run",
            "",
            "Exit codes: 0 done, 2 wrong command line, 7 no platform or store."
        })
final class StoreGcCommand extends JsonCommand {
    @Option(
            names = "--older-than",
            paramLabel = "DURATION",
            defaultValue = "192h",
            description = "Unused for so long; at least 24h (default: ${DEFAULT-VALUE}, a day more than the horizon).")
    private String olderThan;

    @Option(names = "--dry-run", description = "Counts, and takes nothing.")
    private boolean dryRun;

    @Mixin
    private PlatformOptions platformOptions;

    StoreGcCommand(Shell shell) {
        super(shell);
    }

    @Override
    ExitCode run() throws UsageException, LapidaryException, InterruptedException {
        Duration unused = DurationSyntax.parse(
                "--older-than", olderThan, StoreMaintenance.LEAST_AGE, "a job may still hold what was used since");
        Collected collected;
        try (var platform = shell().platforms().running(platformOptions.choice(shell()))) {
            var use = StoreUse.read(new RequestHistory(platform), Instant.MAX);
            collected = new StoreMaintenance(platform.storeFolder()).collect(unused, use.needed(), dryRun);
        }
        if (json()) {
            var document = new LinkedHashMap<String, Object>();
            document.put("taken", !dryRun);
            document.put("objects", collected.objects());
            document.put("bytes", collected.bytes());
            document.put("records", collected.records());
            document.put("kept", collected.kept());
            console().json(document);
        } else {
            console()
                    .out()
                    .println((dryRun ? "Would take " : "Took ") + Amounts.count(collected.objects()) + " object(s), "
                            + Amounts.bytes(collected.bytes()) + ", and " + Amounts.count(collected.records())
                            + " record(s); kept " + Amounts.count(collected.kept())
                            + " old object(s) that are pinned or needed.");
        }
        return ExitCode.SATISFIED;
    }
}
