package io.lapidary.shell.command;

import java.nio.file.Path;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.events.OptimizationResult;
import io.lapidary.events.codec.Topics;
import io.lapidary.shell.follow.RequestRun;
import io.lapidary.shell.platform.PlatformChoice;
import io.lapidary.shell.request.RequestDraft;
import io.lapidary.shell.request.UsageException;
import io.lapidary.shell.result.ExitCode;
import io.lapidary.shell.result.OutFolder;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lapidary optimize}. */
@Command(
        name = "optimize",
        header = "Optimizes a model and waits for the result.",
        description = {
            "Sends a request to the running node, or to one that is started for it and ends with the command, and waits for"
                    + " the result.",
            "",
            "DATA is a path or URI of .npz, .npy, IDX, TFRecord, CSV (also .gz) or a folder or zip of images by class, with an"
                    + " optional query: slice=FROM:TO, labels=FILE (relative to the data), label_offset, scale, offset, mean,"
                    + " std, dtype, layout, resize, crop, channels; columns, label, delimiter and header of tables; tokens;"
                    + " name. docs/data.md has all of them."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  lapidary optimize m.tflite --step float16 --test test.npz --out out",
            "  lapidary optimize m.tflite --step dynamic-range:all_weights=true \\",
            "      --test 'x.npy?scale=0.5&labels=y.npy&slice=100:1000' --max-bytes 50000",
            "",
            "Exit codes: 0 satisfied, 2 wrong command line, 3 a constraint does not hold,",
            "4 refused, 5 failed, 6 cancelled or expired, 7 no platform."
        })
final class OptimizeCommand extends JsonCommand {
    @Mixin
    private RequestOptions request;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Gets the package in the target's format; report and attachments under report/.")
    private Path out;

    @Option(
            names = "--tenant",
            paramLabel = "NAME",
            description = "Whose requests topic to write to (default: the default tenant's).")
    private String tenant = Topics.DEFAULT_TENANT;

    @Mixin
    private PlatformOptions platformOptions;

    OptimizeCommand(Shell shell) {
        super(shell);
    }

    @Override
    ExitCode run() throws UsageException, LapidaryException, InterruptedException {
        RequestDraft draft = request.draft(shell().folder());
        PlatformChoice choice = platformOptions.choice(shell());
        Optional<Path> folder =
                Optional.ofNullable(out).map(o -> shell().folder().resolve(o));
        if (folder.isPresent()) {
            OutFolder.check(folder.get());
        }
        try (var progress = progress();
                var platform = shell().platforms().runningOrStarted(choice, progress)) {
            var run = new RequestRun(console(), platform, progress);
            if (platformOptions.namesStore()) {
                run.requireSameStore();
            } else if (folder.isPresent()) {
                platform.store();
            }
            OptimizationResult result = run.send(draft.send(platform::store), false, tenant);
            return run.finish(result, folder, json());
        }
    }
}
