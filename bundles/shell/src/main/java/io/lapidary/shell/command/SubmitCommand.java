package io.lapidary.shell.command;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.events.OptimizationRequest;
import io.lapidary.events.codec.Topics;
import io.lapidary.shell.follow.RequestRun;
import io.lapidary.shell.platform.Platform;
import io.lapidary.shell.platform.PlatformChoice;
import io.lapidary.shell.request.RequestDraft;
import io.lapidary.shell.request.RequestFile;
import io.lapidary.shell.request.UsageException;
import io.lapidary.shell.result.ExitCode;
import io.lapidary.shell.view.Progress;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lapidary submit}. */
@Command(
        name = "submit",
        header = "Sends a request from a JSON file and prints its id.",
        description = {
            "Sends a request from a JSON file and prints its id.",
            "",
            "The file has the fields of an OptimizationRequest: model, steps (technique, version, parameters), targets"
                    + " (backend, profile, parameters), data (representative, training, test), task, constraints"
                    + " (maxAccuracyDrop, maxBytes, maxLatencyMicros, objective), seed, timeout, priority, planOnly,"
                    + " evaluate, explain, report, labels, modelName, requestId. Paths are relative to the file."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  echo '{\"model\": \"m.tflite\", \"steps\": [{\"technique\": \"float16\"}]}' > r.json",
            "  lapidary submit r.json",
            "",
            "Exit codes: 0 sent (with --wait: satisfied), 2 wrong command line or file,",
            "with --wait 3 to 6 as of 'optimize', 7 no platform."
        })
final class SubmitCommand extends JsonCommand {
    @Parameters(paramLabel = "FILE.json", description = "The request.")
    private Path file;

    @Option(names = "--wait", description = "Waits for the result and prints it as 'optimize' does.")
    private boolean wait;

    @Option(
            names = "--tenant",
            paramLabel = "NAME",
            description = "Whose requests topic to write to (default: the default tenant's).")
    private String tenant = Topics.DEFAULT_TENANT;

    @Mixin
    private PlatformOptions platformOptions;

    SubmitCommand(Shell shell) {
        super(shell);
    }

    @Override
    ExitCode run() throws UsageException, LapidaryException, InterruptedException {
        RequestDraft draft = RequestFile.read(shell().folder().resolve(file));
        PlatformChoice choice = platformOptions.choice(shell());
        try (var progress = progress();
                var platform = wait
                        ? shell().platforms().runningOrStarted(choice, progress)
                        : shell().platforms().running(choice)) {
            return send(draft, platform, progress);
        }
    }

    private ExitCode send(RequestDraft draft, Platform platform, Progress progress)
            throws LapidaryException, InterruptedException {
        var run = new RequestRun(console(), platform, progress);
        if (platformOptions.namesStore()) {
            run.requireSameStore();
        }
        OptimizationRequest request = draft.send(platform::store);
        if (wait) {
            return run.finish(run.send(request, draft.id().isPresent(), tenant), Optional.empty(), json());
        }
        platform.submit(request, tenant);
        if (json()) {
            var document = new LinkedHashMap<String, Object>();
            document.put("requestId", request.getRequestId());
            console().json(document);
        } else {
            console().out().println(request.getRequestId());
        }
        return ExitCode.SATISFIED;
    }
}
