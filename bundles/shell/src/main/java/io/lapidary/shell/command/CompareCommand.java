package io.lapidary.shell.command;

import java.util.Optional;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.DataSource;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.evaluation.comparison.ModelComparator;
import io.lapidary.events.EvaluationInfo;
import io.lapidary.events.Target;
import io.lapidary.shell.compare.ComparedModel;
import io.lapidary.shell.compare.Comparison;
import io.lapidary.shell.compare.ComparisonDocument;
import io.lapidary.shell.compare.ComparisonView;
import io.lapidary.shell.compare.ModelFinder;
import io.lapidary.shell.evaluate.LocalEvaluation;
import io.lapidary.shell.platform.Platform;
import io.lapidary.shell.request.DataArgument;
import io.lapidary.shell.request.TargetSyntax;
import io.lapidary.shell.request.UsageException;
import io.lapidary.shell.result.ExitCode;
import io.lapidary.shell.view.Progress;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lapidary compare}. */
@Command(
        name = "compare",
        header = "Shows what differs between two models.",
        description = {
            "Shows what differs between two models: bytes, operators and their types, scales and weights tensor by"
                    + " tensor, how they came about, and with --test how good they are side by side.",
            "",
            "A model is a .tflite file, lapidary:sha256/... or the SHA-256 of one in the store, or the id of the request"
                    + " that made it. Two files need no platform; how they came about is shown if one runs."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  lapidary compare m.tflite out/m.tflite --test test.npz",
            "",
            "Exit codes: 0 compared, 2 wrong command line, 4 not a model, unfit data or",
            "nothing of that name, 5 the measuring failed, 7 no platform."
        })
final class CompareCommand extends JsonCommand {
    private static final int MOST = 20;

    @Parameters(index = "0", paramLabel = "A", description = "The first model.")
    private String first;

    @Parameters(index = "1", paramLabel = "B", description = "The second model.")
    private String second;

    @Option(
            names = "--test",
            paramLabel = "DATA",
            description = "Samples to measure both with; 'lapidary optimize --help' says what DATA is.")
    private String test;

    @Option(
            names = "--target",
            paramLabel = "BACKEND[:PROFILE][,NAME=VALUE...]",
            description = "Which package of a request that made several; hardware to measure for (default: cpu).")
    private String target;

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description = "As in classification or regression (default: found out).")
    private String task = "";

    @Option(names = "--all", description = "Lists every operator and tensor that differs, not only " + MOST + ".")
    private boolean all;

    @Mixin
    private PlatformOptions platformOptions;

    CompareCommand(Shell shell) {
        super(shell);
    }

    @Override
    ExitCode run() throws UsageException, LapidaryException, InterruptedException {
        Optional<DataSource> data = test == null
                ? Optional.empty()
                : Optional.of(DataArgument.parse("test", test, shell().folder()).local());
        Target hardware = TargetSyntax.parse(target == null ? "cpu" : target);
        try (var progress = progress()) {
            Optional<Platform> platform = platform(progress);
            try {
                var finder = new ModelFinder(shell().folder(), platform);
                ComparedModel a = finder.find(first, Optional.ofNullable(target));
                ComparedModel b = finder.find(second, Optional.ofNullable(target));
                var comparison = new Comparison(
                        a,
                        b,
                        ModelComparator.compare(a.model(), b.model()),
                        evaluation(a, b, hardware, data, progress));
                progress.clear();
                print(comparison);
            } finally {
                platform.ifPresent(Platform::close);
            }
        }
        return ExitCode.SATISFIED;
    }

    /** The one that must be there for what is no file; else the one that runs, if one does. */
    private Optional<Platform> platform(Progress progress)
            throws UsageException, LapidaryException, InterruptedException {
        var choice = platformOptions.choice(shell());
        if (ModelFinder.needsPlatform(first, shell().folder()) || ModelFinder.needsPlatform(second, shell().folder())) {
            return Optional.of(shell().platforms().runningOrStarted(choice, progress));
        }
        try {
            return Optional.of(shell().platforms().running(choice));
        } catch (LapidaryException e) {
            if (e.code().equals(ErrorCodes.BROKER_UNAVAILABLE)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Optional<EvaluationInfo> evaluation(
            ComparedModel a, ComparedModel b, Target hardware, Optional<DataSource> data, Progress progress)
            throws LapidaryException, InterruptedException {
        if (data.isEmpty()) {
            return Optional.empty();
        }
        var profile = new TargetProfile(hardware.getBackend(), hardware.getProfile(), hardware.getParameters());
        return Optional.of(LocalEvaluation.run(b.file(), a.file(), profile, data, task, false, progress));
    }

    private void print(Comparison comparison) {
        if (json()) {
            console().json(ComparisonDocument.of(comparison));
        } else {
            new ComparisonView(console(), all ? Integer.MAX_VALUE : MOST).print(comparison);
        }
    }
}
