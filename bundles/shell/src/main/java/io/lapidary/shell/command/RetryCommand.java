package io.lapidary.shell.command;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.TreeMap;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.events.OptimizationRequest;
import io.lapidary.shell.follow.RequestRun;
import io.lapidary.shell.history.KnownRequest;
import io.lapidary.shell.history.RequestHistory;
import io.lapidary.shell.platform.Platform;
import io.lapidary.shell.request.RequestDraft;
import io.lapidary.shell.request.UsageException;
import io.lapidary.shell.result.ExitCode;
import io.lapidary.shell.view.Progress;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lapidary retry}. */
@Command(
        name = "retry",
        header = "Sends a request that did not succeed anew.",
        description = {
            "Sends a request that did not succeed anew, under an id of its own, and prints that id. The label"
                    + " 'retry-of' of its result names the one that it repeats; steps that were done are remembered.",
            "",
            "A time limit counts from now."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  lapidary retry 20260102-101500-1a2b3c4d --wait",
            "",
            "Exit codes: 0 sent (with --wait: satisfied), 2 wrong command line, 4 nothing",
            "to send anew, with --wait 3 to 6 as of 'optimize', 7 no platform."
        })
final class RetryCommand extends RequestCommand {
    @Option(names = "--wait", description = "Waits for the result and prints it as 'optimize' does.")
    private boolean wait;

    @Mixin
    private PlatformOptions platformOptions;

    RetryCommand(Shell shell) {
        super(shell);
    }

    @Override
    ExitCode run() throws UsageException, LapidaryException, InterruptedException {
        try (var progress = progress();
                var platform = shell().platforms().running(platformOptions.choice(shell()))) {
            var history = new RequestHistory(platform);
            KnownRequest known = history.request(id()).orElseThrow(this::unknown);
            if (!known.state().isRepeatable()) {
                throw notRepeatable(known);
            }
            OptimizationRequest sent = history.sent(known)
                    .orElseThrow(() -> new LapidaryException(
                            ErrorCodes.NOT_FOUND,
                            "The request " + id() + " itself is no longer kept.",
                            "Send it anew with 'lapidary optimize' or 'lapidary submit'."));
            return send(again(sent, System.currentTimeMillis()), known.tenant(), platform, progress);
        }
    }

    private ExitCode send(OptimizationRequest request, String tenant, Platform platform, Progress progress)
            throws LapidaryException, InterruptedException {
        if (wait) {
            var run = new RequestRun(console(), platform, progress);
            return run.finish(run.send(request, false, tenant), Optional.empty(), json());
        }
        platform.submit(request, tenant);
        if (json()) {
            var document = new LinkedHashMap<String, Object>();
            document.put("requestId", request.getRequestId());
            document.put("retryOf", id());
            console().json(document);
        } else {
            console().out().println(request.getRequestId());
        }
        return ExitCode.SATISFIED;
    }

    private static OptimizationRequest again(OptimizationRequest sent, long now) {
        var labels = new TreeMap<>(sent.getLabels());
        labels.put(KnownRequest.RETRY_OF, sent.getRequestId());
        Long deadline = sent.getDeadline() == null ? null : now + sent.getDeadline() - sent.getCreatedAt();
        return OptimizationRequest.newBuilder(sent)
                .setRequestId(RequestDraft.newId())
                .setCreatedAt(now)
                .setDeadline(deadline)
                .setLabels(labels)
                .build();
    }

    private static LapidaryException notRepeatable(KnownRequest known) {
        return known.state().isEnd()
                ? new LapidaryException(
                        ErrorCodes.INVALID_REQUEST,
                        "The request " + known.id() + " succeeded.",
                        "'lapidary result " + known.id() + "' fetches what it made.")
                : new LapidaryException(
                        ErrorCodes.INVALID_REQUEST,
                        "The request " + known.id() + " has not ended: it is "
                                + known.state().name() + ".",
                        "'lapidary watch " + known.id() + "' waits for its end.");
    }
}
