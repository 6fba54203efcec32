package io.lapidary.shell.command;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.DataSource;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.events.EvaluationInfo;
import io.lapidary.events.Target;
import io.lapidary.shell.evaluate.LocalEvaluation;
import io.lapidary.shell.request.DataArgument;
import io.lapidary.shell.request.ModelArgument;
import io.lapidary.shell.request.TargetSyntax;
import io.lapidary.shell.request.UsageException;
import io.lapidary.shell.result.EvaluationDocument;
import io.lapidary.shell.result.ExitCode;
import io.lapidary.shell.result.ResultView;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lapidary evaluate}. */
@Command(
        name = "evaluate",
        header = "Measures a model on this machine, without a platform.",
        description =
                "Measures a model on this machine: size, accuracy, latency, memory; beside another one, also how far"
                        + " it is from that. Needs no platform.",
        footerHeading = "%nExample:%n",
        footer = {
            "  lapidary evaluate out/m.tflite --test test.npz --original m.tflite",
            "",
            "Exit codes: 0 measured, 2 wrong command line, 4 unfit model or data,",
            "5 the measuring failed."
        })
final class EvaluateCommand extends JsonCommand {
    @Parameters(paramLabel = "MODEL", description = "A .tflite file.")
    private String model;

    @Option(
            names = "--test",
            paramLabel = "DATA",
            description =
                    "Samples to measure with, labelled for accuracy; 'lapidary optimize --help' says what DATA is.")
    private String test;

    @Option(names = "--original", paramLabel = "MODEL", description = "What the model is compared with.")
    private String original;

    @Option(
            names = "--target",
            paramLabel = "BACKEND[:PROFILE][,NAME=VALUE...]",
            description = "Hardware to measure for (default: cpu).")
    private String target = "cpu";

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description = "As in classification or regression (default: found out).")
    private String task = "";

    EvaluateCommand(Shell shell) {
        super(shell);
    }

    @Override
    ExitCode run() throws UsageException, LapidaryException, InterruptedException {
        Path measured = local(model);
        Path compared = original == null ? measured : local(original);
        Target hardware = TargetSyntax.parse(target);
        Optional<DataSource> data = test == null
                ? Optional.empty()
                : Optional.of(DataArgument.parse("test", test, shell().folder()).local());
        EvaluationInfo evaluation;
        try (var progress = progress()) {
            evaluation = LocalEvaluation.run(
                    measured,
                    compared,
                    new TargetProfile(hardware.getBackend(), hardware.getProfile(), hardware.getParameters()),
                    data,
                    task,
                    true,
                    progress);
        }
        if (json()) {
            var document = new LinkedHashMap<String, Object>();
            document.put("model", measured.toString());
            document.put("original", original == null ? null : compared.toString());
            document.put("evaluation", EvaluationDocument.of(evaluation));
            console().json(document);
        } else {
            new ResultView(console()).evaluation(measured, evaluation, original != null);
        }
        return ExitCode.SATISFIED;
    }

    private Path local(String text) throws UsageException {
        return ModelArgument.parse(text, shell().folder())
                .file()
                .orElseThrow(() -> new UsageException("'" + text + "' is not a local file: give a .tflite file."));
    }
}
