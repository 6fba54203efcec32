package io.lapidary.shell.command;

import java.nio.file.Path;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.shell.demo.Demonstration;
import io.lapidary.shell.follow.RequestRun;
import io.lapidary.shell.platform.PlatformChoice;
import io.lapidary.shell.request.UsageException;
import io.lapidary.shell.result.ExitCode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lapidary demo}. */
@Command(
        name = "demo",
        header = "Shows the platform at work on the sample model.",
        description =
                "Sends real requests for the sample model, shows the steps as they happen, and ends with a table. It"
                        + " uses the running node, or one that it starts and stops itself.",
        footerHeading = "%nExample:%n",
        footer = {
            "  lapidary demo",
            "",
            "Exit codes: 0 every request succeeded, else that of the first which did not,",
            "as of 'optimize'."
        })
final class DemoCommand extends ShellCommand {
    private static final String FOLDER = "lapidary-demo";

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Gets the models and reports, a folder for each request (default: lapidary-demo in this folder,"
                            + " or a temporary folder where this one cannot be written).")
    private Path out;

    @Mixin
    private PlatformOptions platformOptions;

    DemoCommand(Shell shell) {
        super(shell);
    }

    @Override
    ExitCode run() throws UsageException, LapidaryException, InterruptedException {
        PlatformChoice choice = platformOptions.choice(shell());
        var demo = Demonstration.of(
                shell().home(),
                Optional.ofNullable(out).map(o -> shell().folder().resolve(o)),
                shell().folder().resolve(FOLDER),
                console());
        try (var progress = console().progress();
                var platform = shell().platforms().runningOrStarted(choice, progress)) {
            return demo.run(new RequestRun(console(), platform, progress), platform, progress);
        }
    }
}
