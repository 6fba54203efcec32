package io.lapidary.shell.follow;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.messaging.TopicReader;
import io.lapidary.events.OptimizationRequest;
import io.lapidary.events.OptimizationResult;
import io.lapidary.shell.platform.NodeCatalog;
import io.lapidary.shell.platform.Platform;
import io.lapidary.shell.platform.RequestWatch;
import io.lapidary.shell.result.ExitCode;
import io.lapidary.shell.result.OutFolder;
import io.lapidary.shell.result.ResultDocument;
import io.lapidary.shell.result.ResultView;
import io.lapidary.shell.result.Written;
import io.lapidary.shell.view.Console;
import io.lapidary.shell.view.Progress;

/** Sends a request, follows it to its end, fetches and prints what came out. */
public final class RequestRun {
    /** How much longer than the request's own deadline its end is waited for. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Console console;
    private final Platform platform;
    private final Progress progress;

    public RequestRun(Console console, Platform platform, Progress progress) {
        this.console = console;
        this.platform = platform;
        this.progress = progress;
    }

    /**
     * Sends it and waits for its end.
     *
     * @param chosenId whether its id was chosen by the sender, so that it may have been sent before
     */
    public OptimizationResult send(OptimizationRequest request, boolean chosenId, String tenant)
            throws LapidaryException, InterruptedException {
        String id = request.getRequestId();
        var start = chosenId ? TopicReader.Start.BEGINNING : TopicReader.Start.END;
        try (var watch = platform.watch(id, start)) {
            watch.beginSending();
            platform.submit(request, tenant);
            progress.line("Request " + id);
            Instant until = request.getDeadline() == null
                    ? Instant.MAX
                    : Instant.ofEpochMilli(request.getDeadline()).plus(GRACE);
            return await(watch, id, until);
        }
    }

    /** Waits for the end of a request that is followed. */
    public OptimizationResult await(RequestWatch watch, String id, Instant until)
            throws LapidaryException, InterruptedException {
        Optional<OptimizationResult> result;
        var hint = new LeavingHint(console.err(), id, platform.isOwn());
        try {
            result = watch.await(new EventNarrator(progress), until);
        } finally {
            hint.withdraw();
            progress.clear();
        }
        return result.orElseThrow(() -> new LapidaryException(
                ErrorCodes.BROKER_UNAVAILABLE,
                "The request " + id + " did not end in time.",
                "It may still: 'lapidary watch " + id + "' goes on watching, 'lapidary status' shows the nodes."));
    }

    /** Writes the files, if a folder was named, and prints. */
    public ExitCode finish(OptimizationResult result, Optional<Path> out, boolean json) throws LapidaryException {
        Written written = out.isPresent() && !result.getArtifacts().isEmpty()
                ? OutFolder.write(result, platform.store(), out.get())
                : Written.NOTHING;
        if (json) {
            console.json(ResultDocument.of(result, written));
        } else {
            new ResultView(console).print(result, written);
        }
        return ExitCode.of(result.getStatus());
    }

    /** Sees that a store that was named by hand is the one that the nodes use. */
    public void requireSameStore() throws LapidaryException, InterruptedException {
        NodeCatalog catalog = platform.catalog();
        Optional<String> theirs = catalog.storeId();
        String ours = platform.store().id();
        if (theirs.isPresent() && !theirs.get().equals(ours)) {
            throw new LapidaryException(
                    ErrorCodes.STORE_UNAVAILABLE,
                    "The store of --store has the id " + ours + ", the platform's nodes use " + theirs.get() + ".",
                    "Name the folder that the nodes use.");
        }
    }
}
