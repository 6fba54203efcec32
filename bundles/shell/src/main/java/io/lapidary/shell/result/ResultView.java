package io.lapidary.shell.result;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.lapidary.events.ArtifactInfo;
import io.lapidary.events.ErrorInfo;
import io.lapidary.events.EvaluationInfo;
import io.lapidary.events.ExplanationInfo;
import io.lapidary.events.FindingInfo;
import io.lapidary.events.OptimizationResult;
import io.lapidary.events.PlanInfo;
import io.lapidary.events.Status;
import io.lapidary.events.StepInfo;
import io.lapidary.events.StepRequest;
import io.lapidary.events.Target;
import io.lapidary.events.mapping.RequestMapper;
import io.lapidary.shell.view.Amounts;
import io.lapidary.shell.view.Console;
import io.lapidary.shell.view.Paragraph;
import io.lapidary.shell.view.Screen;
import io.lapidary.shell.view.Style;

/** A result as a page for a person. */
public final class ResultView {
    private static final int INDENT = 2;

    private final PrintStream out;
    private final Screen screen;

    public ResultView(Console console) {
        out = console.out();
        screen = console.outScreen();
    }

    public void print(OptimizationResult result, Written written) {
        out.println(headline(result));
        result.getErrors().forEach(this::error);
        if (result.getPlan() != null) {
            plan(result.getPlan());
        }
        steps(result.getSteps());
        boolean several = result.getEvaluations().size() > 1;
        for (EvaluationInfo evaluation : result.getEvaluations()) {
            out.println();
            evaluation(evaluation, several);
            if (several) {
                var own = new ArrayList<>(evaluation.getFindings());
                own.removeAll(result.getFindings());
                findings(own);
            }
        }
        findings(several ? result.getFindings() : ResultDocument.findings(result));
        artifacts(result.getRequestId(), result.getArtifacts(), written);
    }

    private String headline(OptimizationResult result) {
        double seconds = (result.getFinishedAt() - result.getCreatedAt()) / 1000.0;
        String attempts = result.getAttempts() > 1 ? ", " + result.getAttempts() + " attempts" : "";
        return style(result.getStatus()).on(screen, result.getStatus().name()) + "  request " + result.getRequestId()
                + ", " + Amounts.seconds(seconds) + attempts;
    }

    static Style style(Status status) {
        return switch (status) {
            case SUCCEEDED -> Style.GOOD;
            case UNSATISFIED, CANCELLED, EXPIRED -> Style.WARNING;
            case FAILED, REFUSED, UNKNOWN -> Style.BAD;
        };
    }

    private void error(ErrorInfo error) {
        boolean told = error.getMessage().contains(error.getWhere());
        String place = told ? "" : " (" + error.getWhere() + ")";
        String text = error.getMessage() + place + (error.getRemedy().isEmpty() ? "" : " " + error.getRemedy());
        wrap(text + " [" + error.getCode() + "]", "  ");
    }

    private void wrap(String text, String first) {
        Paragraph.wrap(text, screen.width(), first, " ".repeat(first.length())).forEach(out::println);
    }

    private void plan(PlanInfo plan) {
        String steps = plan.getSteps().stream().map(ResultView::step).collect(Collectors.joining(", then "));
        String targets = plan.getTargets().stream().map(ResultView::name).collect(Collectors.joining(" and "));
        wrap(
                (steps.isEmpty() ? "no step" : steps) + " for " + (targets.isEmpty() ? "cpu" : targets) + ". "
                        + plan.getReason(),
                "  plan   ");
    }

    private static String step(StepRequest step) {
        String parameters = step.getParameters().isEmpty() ? "" : " " + parameters(step.getParameters());
        return step.getTechnique() + parameters;
    }

    private static String parameters(Map<String, String> parameters) {
        return new TreeMap<>(parameters)
                .entrySet().stream()
                        .filter(p -> !p.getValue().isEmpty())
                        .map(p -> p.getKey() + "=" + p.getValue())
                        .collect(Collectors.joining(" "));
    }

    private void steps(List<StepInfo> steps) {
        for (StepInfo step : steps) {
            String time = step.getRemembered() ? "remembered" : Amounts.seconds(step.getSeconds());
            String parameters = parameters(step.getParameters());
            wrap(
                    step.getTechnique() + " " + step.getVersion() + ", " + time
                            + (parameters.isEmpty() ? "" : ": " + parameters),
                    "  step   ");
        }
    }

    /**
     * What was measured outside of a request.
     *
     * @param compared whether with another model; else the columns are equal, and one is enough
     */
    public void evaluation(Path model, EvaluationInfo evaluation, boolean compared) {
        String engine = evaluation.getEngine().isEmpty() ? "" : ", " + evaluation.getEngine();
        out.println(Style.BOLD.on(screen, model.toString()));
        wrap(
                "for " + name(evaluation.getTarget()) + ", " + Amounts.count(evaluation.getSamples()) + " samples"
                        + engine,
                "  ");
        if (compared) {
            evaluation(evaluation, false);
        } else {
            EvaluationRows.alone(evaluation).print(out, screen, " ".repeat(INDENT));
            evaluation.getUnmeasured().forEach(text -> wrap(text, "  "));
        }
        findings(compared ? evaluation.getFindings() : List.of());
    }

    private void evaluation(EvaluationInfo evaluation, boolean named) {
        if (named) {
            out.println("  for " + name(evaluation.getTarget()));
        }
        EvaluationRows.table(evaluation).print(out, screen, " ".repeat(INDENT));
        evaluation.getUnmeasured().forEach(text -> wrap(text, "  "));
        if (evaluation.getExplanation() != null) {
            explanation(evaluation.getExplanation());
        }
    }

    private void explanation(ExplanationInfo explanation) {
        out.println();
        wrap(
                "The worst of " + explanation.getOperatorCount()
                        + " operators, by SQNR with each alone quantized, over "
                        + Amounts.count(explanation.getSamples()) + " " + explanation.getSource() + " samples:",
                "  ");
        ExplanationRows.table(explanation).print(out, screen, " ".repeat(INDENT));
        if (explanation.getAdvice().isEmpty() && explanation.getTrials() > 0) {
            wrap(
                    explanation.getTrials() == 1
                            ? "One change was tried, and it does not help."
                            : explanation.getTrials() + " changes were tried, and none helps.",
                    "  ");
        }
        explanation.getLeftOut().forEach(text -> wrap(text, "  "));
    }

    private void findings(List<FindingInfo> findings) {
        if (findings.isEmpty()) {
            return;
        }
        out.println();
        for (FindingInfo finding : findings) {
            boolean warning = !finding.getSeverity().equals("NOTE");
            wrap(finding.getMessage(), warning ? "  warning  " : "  note     ");
        }
    }

    private void artifacts(String requestId, List<ArtifactInfo> artifacts, Written written) {
        if (artifacts.isEmpty()) {
            return;
        }
        out.println();
        boolean several = artifacts.stream()
                        .map(ArtifactInfo::getTarget)
                        .filter(Objects::nonNull)
                        .distinct()
                        .count()
                > 1;
        for (ArtifactInfo artifact : artifacts) {
            String place = written.path(artifact).map(Object::toString).orElse(artifact.getName());
            String target = several && artifact.getTarget() != null ? ", for " + name(artifact.getTarget()) : "";
            out.println("  " + pad(artifact.getKind()) + " " + place + "  (" + Amounts.count(artifact.getBytes())
                    + " bytes" + target + ")");
        }
        if (written.paths().isEmpty()) {
            out.println("  'lapidary result " + requestId + " --out DIR' fetches them.");
        }
    }

    private static String pad(String kind) {
        return String.format("%-10s", kind);
    }

    /** As on the command line, as in {@code cpu:desktop,threads=4}. */
    static String name(Target target) {
        return target == null ? "cpu" : RequestMapper.fromTarget(target).toString();
    }
}
