package io.lapidary.shell.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.lapidary.api.Digest;
import io.lapidary.api.LapidaryException;
import io.lapidary.model.Model;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.check.Finding;
import io.lapidary.model.check.ModelChecker;
import io.lapidary.model.summary.ModelSummary;
import io.lapidary.shell.inspect.ModelDocument;
import io.lapidary.shell.inspect.ModelView;
import io.lapidary.shell.request.ModelArgument;
import io.lapidary.shell.request.UsageException;
import io.lapidary.shell.result.ExitCode;
import io.lapidary.shell.view.Reason;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lapidary inspect}. */
@Command(
        name = "inspect",
        header = "Shows what a model consists of, without a platform.",
        description =
                "Shows what a model consists of: operators, tensors, types, sizes, sparsity, distinct weights. Needs"
                        + " no platform.",
        footerHeading = "%nExample:%n",
        footer = {
            "  lapidary inspect m.tflite",
            "",
            "Exit codes: 0 shown, 2 wrong command line, 3 its structure has an error,",
            "4 not a model or broken."
        })
final class InspectCommand extends JsonCommand {
    private static final int MOST_WEIGHTS = 20;

    @Parameters(paramLabel = "MODEL", description = "A .tflite file.")
    private String model;

    @Option(
            names = "--all",
            description = "Lists every constant, not only the " + MOST_WEIGHTS
                    + " largest, and every operator in its order, by the names that parameters of techniques take.")
    private boolean all;

    InspectCommand(Shell shell) {
        super(shell);
    }

    @Override
    ExitCode run() throws UsageException, LapidaryException {
        Path file = ModelArgument.parse(model, shell().folder())
                .file()
                .orElseThrow(() -> new UsageException("'" + model + "' is not a local file: give a .tflite file."));
        try {
            Model read = TfliteReader.read(file);
            var summary = ModelSummary.of(read);
            List<Finding> findings = ModelChecker.check(read);
            long bytes = Files.size(file);
            if (json()) {
                console()
                        .json(ModelDocument.of(
                                file.toString(), bytes, Digest.of(file).hex(), read, summary, findings));
            } else {
                new ModelView(console(), all ? Integer.MAX_VALUE : MOST_WEIGHTS, all)
                        .print(file.toString(), bytes, read, summary, findings);
            }
            return findings.stream().anyMatch(f -> f.severity() == Finding.Severity.ERROR)
                    ? ExitCode.UNSATISFIED
                    : ExitCode.SATISFIED;
        } catch (LapidaryException e) {
            throw e.about(file.toString());
        } catch (IOException e) {
            throw new UsageException("The model " + file + " cannot be read: " + Reason.of(e) + ".");
        }
    }
}
