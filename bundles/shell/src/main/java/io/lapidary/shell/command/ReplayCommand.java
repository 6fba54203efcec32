package io.lapidary.shell.command;

import java.util.Optional;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.events.ArtifactRecord;
import io.lapidary.shell.follow.RequestRun;
import io.lapidary.shell.provenance.ArtifactArgument;
import io.lapidary.shell.provenance.Provenance;
import io.lapidary.shell.replay.Replay;
import io.lapidary.shell.replay.ReplayDocument;
import io.lapidary.shell.replay.ReplayView;
import io.lapidary.shell.request.DurationSyntax;
import io.lapidary.shell.request.UsageException;
import io.lapidary.shell.result.ExitCode;
import io.lapidary.shell.result.ResultView;
import io.lapidary.shell.result.Written;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lapidary replay}. */
@Command(
        name = "replay",
        header = "Makes an artifact again and compares the bytes.",
        description = {
            "Runs what is recorded of an artifact again, as a new request: the same model and data, every step in its"
                    + " version with its parameters, none of them remembered. Then compares the bytes, and names the"
                    + " first step that gave others.",
            "",
            "A folder stands for the package of several files that it holds."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  lapidary replay out/m.tflite",
            "  lapidary replay lapidary:sha256/HEX --json",
            "",
            "Exit codes: 0 the bytes are equal, 2 wrong command line, 3 they differ,",
            "4 refused: nothing is recorded, or a recorded version, model or data is gone,",
            "5 failed, 6 cancelled or expired, 7 no platform."
        })
final class ReplayCommand extends JsonCommand {
    @Parameters(
            paramLabel = "ARTIFACT",
            description = "lapidary:sha256/..., its SHA-256, or a file or folder that the platform made.")
    private String artifact;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "Ends the request if it is not done by then, as in 90s, 10m or 1h30m.")
    private String timeout;

    @Mixin
    private PlatformOptions platformOptions;

    ReplayCommand(Shell shell) {
        super(shell);
    }

    @Override
    ExitCode run() throws UsageException, LapidaryException, InterruptedException {
        ArtifactArgument named = ArtifactArgument.parse(artifact, shell().folder());
        Optional<Long> limit = timeout == null
                ? Optional.empty()
                : Optional.of(DurationSyntax.parse("--timeout", timeout).toMillis());
        Replay replay;
        try (var progress = progress();
                var platform = shell().platforms().runningOrStarted(platformOptions.choice(shell()), progress)) {
            var run = new RequestRun(console(), platform, progress);
            replay = Replay.run(recorded(named, Provenance.read(platform)), platform, run, limit);
        }
        if (json()) {
            console().json(ReplayDocument.of(replay));
        } else if (replay.replayed().isPresent()) {
            new ReplayView(console()).print(replay);
        } else {
            new ResultView(console()).print(replay.result(), Written.NOTHING);
        }
        if (replay.replayed().isEmpty()) {
            return ExitCode.of(replay.result().getStatus());
        }
        return replay.isEqual() ? ExitCode.SATISFIED : ExitCode.UNSATISFIED;
    }

    private static ArtifactRecord recorded(ArtifactArgument named, Provenance provenance) throws LapidaryException {
        Optional<ArtifactRecord> found = provenance.ofPackage(named.digest());
        if (found.isPresent()) {
            return found.get();
        }
        Optional<String> kind = provenance.otherKind(named.digest());
        throw new LapidaryException(
                ErrorCodes.NOT_FOUND,
                kind.isPresent()
                        ? "'" + named.text() + "' is no package but a " + kind.get() + " beside one."
                        : "Nothing is recorded of an artifact '" + named.text() + "' (SHA-256 "
                                + named.digest().hex() + ").",
                kind.isPresent()
                        ? "Name the package."
                        : "Name one that this platform made, unchanged, while its records are kept (30 days unless"
                                + " set otherwise).");
    }
}
