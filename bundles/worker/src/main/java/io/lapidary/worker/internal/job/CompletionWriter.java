package io.lapidary.worker.internal.job;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.InterpreterEngine;
import io.lapidary.api.report.ReportRenderer;
import io.lapidary.api.report.ReportRequest;
import io.lapidary.api.work.Attachment;
import io.lapidary.events.ArtifactInfo;
import io.lapidary.events.Completion;
import io.lapidary.events.EvaluationInfo;
import io.lapidary.events.FindingInfo;
import io.lapidary.events.Outcome;
import io.lapidary.events.PlanInfo;
import io.lapidary.events.StepInfo;
import io.lapidary.events.codec.Copies;
import io.lapidary.events.mapping.EvaluationMapper;
import io.lapidary.events.mapping.FindingMapper;
import io.lapidary.events.mapping.OutcomeMapper;
import io.lapidary.worker.internal.plugin.Named;

/** Publishes into the store what a job made, renders its page, and writes the completion. */
final class CompletionWriter {
    private final NodeServices node;

    CompletionWriter(NodeServices node) {
        this.node = node;
    }

    Completion.Builder write(Job job, PlanInfo plan, List<Variant> variants, WorkFolder folder)
            throws LapidaryException, InterruptedException {
        // Variants share their first steps: what is equal is told once.
        var steps = new LinkedHashSet<StepInfo>();
        var artifacts = new LinkedHashSet<ArtifactInfo>();
        var findings = new LinkedHashSet<FindingInfo>();
        var evaluations = new ArrayList<EvaluationInfo>();
        for (Variant variant : variants) {
            steps.addAll(OutcomeMapper.toInfos(variant.steps()));
        }
        for (Variant variant : variants) {
            artifacts.add(variants.size() == 1 ? variant.artifact() : derived(variant, List.copyOf(steps)));
            findings.addAll(FindingMapper.toInfos(variant.findings()));
            variant.evaluation()
                    .map(e -> EvaluationMapper.toInfo(e, variant.target()))
                    .ifPresent(evaluations::add);
        }
        for (Variant variant : variants) {
            for (Attachment attachment : variant.attachments()) {
                artifacts.add(Published.attachment(node.store(), attachment));
            }
        }
        Optional<Named<ReportRenderer>> renderer = node.report().get();
        if (job.request().getReport() && !evaluations.isEmpty() && renderer.isPresent()) {
            artifacts.add(Published.report(node.store(), render(renderer.get(), page(job, plan, variants), folder)));
        }
        boolean satisfied = variants.stream().allMatch(Variant::satisfied);
        return Completion.newBuilder()
                .setOutcome(satisfied ? Outcome.SUCCEEDED : Outcome.UNSATISFIED)
                .setPlan(plan)
                .setSteps(List.copyOf(steps))
                .setArtifacts(List.copyOf(artifacts))
                .setEvaluations(evaluations)
                .setFindings(List.copyOf(findings))
                .setEngine(variants.stream().anyMatch(Variant::engineEntered) ? engine().orElse("") : "");
    }

    /** The package, and which of all steps led to it. */
    private static ArtifactInfo derived(Variant variant, List<StepInfo> all) {
        ArtifactInfo told = Copies.shallow(variant.artifact(), new ArtifactInfo());
        told.setSteps(OutcomeMapper.toInfos(variant.steps()).stream()
                .map(all::indexOf)
                .toList());
        return told;
    }

    private Path render(Named<ReportRenderer> renderer, ReportRequest page, WorkFolder folder)
            throws LapidaryException, InterruptedException {
        Path into = folder.fresh("report");
        Duration limit = node.calls().limits().pack();
        return node.calls()
                .call(
                        renderer.callee(),
                        "render a page",
                        limit,
                        () -> renderer.service().render(page, into));
    }

    private Optional<String> engine() {
        return node.engine().get().map(InterpreterEngine::identity).map(EvaluationMapper::text);
    }

    private ReportRequest page(Job job, PlanInfo plan, List<Variant> variants) {
        return new ReportRequest(
                job.item().getRequestId(),
                job.modelName(),
                job.original(),
                plan.getReason(),
                variants.stream()
                        .map(v -> new ReportRequest.Variant(
                                name(v),
                                v.target(),
                                v.steps(),
                                v.model(),
                                v.evaluation().orElseThrow(),
                                v.attachments(),
                                v.findings()))
                        .toList(),
                provenance(job, plan),
                Instant.ofEpochMilli(job.request().getCreatedAt()));
    }

    private static String name(Variant variant) {
        String steps = variant.steps().stream().map(s -> s.technique()).collect(Collectors.joining(" + "));
        return (steps.isEmpty() ? "unchanged" : steps) + " for " + variant.target();
    }

    private SortedMap<String, String> provenance(Job job, PlanInfo plan) {
        var provenance = new TreeMap<String, String>();
        provenance.put("model", job.original().digest().hex());
        provenance.put("planner", plan.getPlanner());
        provenance.put("seed", Long.toString(job.request().getSeed()));
        provenance.put("store", node.store().id());
        engine().ifPresent(engine -> provenance.put("engine", engine));
        return provenance;
    }
}
