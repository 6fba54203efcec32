package io.lapidary.shell.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.events.ArtifactInfo;
import io.lapidary.events.OptimizationResult;
import io.lapidary.events.codec.Topics;
import io.lapidary.shell.follow.RequestRun;
import io.lapidary.shell.platform.Platform;
import io.lapidary.shell.request.RequestDraft;
import io.lapidary.shell.request.UsageException;
import io.lapidary.shell.result.ExitCode;
import io.lapidary.shell.result.OutFolder;
import io.lapidary.shell.result.ResultView;
import io.lapidary.shell.result.Written;
import io.lapidary.shell.view.Console;
import io.lapidary.shell.view.Progress;
import io.lapidary.shell.view.Style;

/** Sends the demonstration's requests one after the other, and ends with the table. */
public final class Demonstration {
    private final Path out;
    private final Console console;
    private final Map<DemoRequest, RequestDraft> drafts = new LinkedHashMap<>();
    private final DemoTable table = new DemoTable();
    private final List<Path> files = new ArrayList<>();
    private ExitCode worst = ExitCode.SATISFIED;

    private Demonstration(Path out, Console console) {
        this.out = out;
        this.console = console;
    }

    /**
     * Checks that the sample is there and the folder can be written.
     *
     * @param home the distribution's folder
     * @param chosen folder of the output, if one was named
     * @param here where else the output goes; a temporary folder if that cannot be written
     */
    public static Demonstration of(Optional<Path> home, Optional<Path> chosen, Path here, Console console)
            throws UsageException, LapidaryException {
        Path samples = home.map(h -> h.resolve("samples").resolve("digits"))
                .filter(DemoRequest::isSampleFolder)
                .orElseThrow(
                        () -> new UsageException("The sample model is not here (samples/digits of the distribution)."
                                + " Run bin/lapidary of a whole distribution."));
        Path out = chosen.orElse(here);
        try {
            OutFolder.check(out);
        } catch (UsageException e) {
            if (chosen.isPresent()) {
                throw e;
            }
            out = temporary(e);
        }
        var demo = new Demonstration(out, console);
        for (DemoRequest request : DemoRequest.ALL) {
            demo.drafts.put(request, request.draft(samples));
        }
        return demo;
    }

    private static Path temporary(UsageException unwritable) throws UsageException {
        try {
            return Files.createTempDirectory("lapidary-demo");
        } catch (IOException e) {
            unwritable.addSuppressed(e);
            throw unwritable;
        }
    }

    /** Runs it. Gives the exit code of the first request that did not succeed. */
    public ExitCode run(RequestRun run, Platform platform, Progress progress)
            throws LapidaryException, InterruptedException {
        for (var entry : drafts.entrySet()) {
            progress.line("");
            progress.line(Style.BOLD.on(console.errScreen(), entry.getKey().name()));
            OptimizationResult result = run.send(entry.getValue().send(platform::store), false, Topics.DEFAULT_TENANT);
            take(entry.getKey(), result, platform);
        }
        console.out().println();
        if (!table.text().isEmpty()) {
            table.text().print(console.out(), console.outScreen(), "");
            console.out().println("Changes are against the original as it was measured in the same run.");
            console.out().println();
        }
        files.forEach(console.out()::println);
        return worst;
    }

    private void take(DemoRequest request, OptimizationResult result, Platform platform) throws LapidaryException {
        ExitCode code = ExitCode.of(result.getStatus());
        if (code != ExitCode.SATISFIED) {
            new ResultView(console).print(result, Written.NOTHING);
            worst = worst == ExitCode.SATISFIED ? code : worst;
            return;
        }
        Written written = OutFolder.write(result, platform.store(), out.resolve(request.folder()));
        for (ArtifactInfo artifact : result.getArtifacts()) {
            written.path(artifact).ifPresent(files::add);
        }
        result.getEvaluations().forEach(evaluation -> table.add(request.name(), evaluation));
    }
}
