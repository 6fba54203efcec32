package io.lapidary.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

import io.lapidary.api.Digest;
import io.lapidary.api.backend.Backend;
import io.lapidary.api.dataset.SampleReader;
import io.lapidary.api.engine.InterpreterEngine;
import io.lapidary.api.evaluation.Evaluator;
import io.lapidary.api.messaging.MessagePublisher;
import io.lapidary.api.messaging.TopicReader;
import io.lapidary.api.messaging.WorkSource;
import io.lapidary.api.metric.Metric;
import io.lapidary.api.planner.Planner;
import io.lapidary.api.report.ReportRenderer;
import io.lapidary.api.store.ArtifactStore;
import io.lapidary.api.technique.Technique;
import io.lapidary.events.ArtifactInfo;
import io.lapidary.events.CatalogEntry;
import io.lapidary.events.ConstraintSet;
import io.lapidary.events.OptimizationRequest;
import io.lapidary.events.OptimizationResult;
import io.lapidary.events.Status;
import io.lapidary.events.TechniqueOffer;
import io.lapidary.it.support.Client;
import io.lapidary.it.support.Distribution;
import io.lapidary.it.support.Requests;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.check.ModelChecker;

/** The product's bundles within the framework, from a request on a real broker to its results. */
public class PlatformIT extends ExamTest {
    @Test
    public void everyBundleIsActive() {
        assertThat(bundles().getBundles())
                .filteredOn(bundle -> bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null)
                .allSatisfy(bundle -> assertThat(bundle.getState())
                        .as(bundle.getSymbolicName())
                        .isEqualTo(Bundle.ACTIVE));
        assertThat(Arrays.stream(bundles().getBundles()).map(Bundle::getSymbolicName))
                .contains(
                        "lapidary-coordinator",
                        "lapidary-worker",
                        "lapidary-engine-litert",
                        "lapidary-technique-float16");
    }

    @Test
    public void everyContractHasItsService() throws Exception {
        for (Class<?> contract : Arrays.asList(
                Technique.class,
                Backend.class,
                Planner.class,
                InterpreterEngine.class,
                Evaluator.class,
                Metric.class,
                SampleReader.class,
                ReportRenderer.class,
                ArtifactStore.class,
                MessagePublisher.class,
                TopicReader.class,
                WorkSource.class)) {
            assertThat(service(contract)).as(contract.getName()).isNotNull();
        }
    }

    @Test
    public void float16IsMadeMeasuredAndPublished() throws Exception {
        OptimizationResult result = optimize("float16");
        assertThat(result.getEvaluations().get(0).getResult().getWeightTypes()).containsKey("float16");
    }

    @Test
    public void dynamicRangeIsMadeMeasuredAndPublished() throws Exception {
        OptimizationResult result = optimize("dynamic-range");
        assertThat(result.getEvaluations().get(0).getResult().getWeightTypes()).containsKey("int8");
    }

    @Test
    public void aConstraintThatThePackageBreaksLeavesTheRequestUnsatisfied() throws Exception {
        OptimizationRequest request = Requests.digits(client(), "too-large")
                .step("float16")
                .test(client(), Distribution.sample("digits-test.npz"), "slice=0:50")
                .build();
        request.setConstraints(ConstraintSet.newBuilder().setMaxBytes(1000L).build());
        OptimizationResult result = client().run(request);
        assertThat(result.getStatus()).isEqualTo(Status.UNSATISFIED);
        assertThat(result.getErrors()).isEmpty();
        assertThat(artifact(result, "package").getBytes()).isGreaterThan(1000);
        assertThat(result.getFindings())
                .filteredOn(finding -> finding.getCode().equals("constraint-unsatisfied"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.getSubject()).isEqualTo("max_bytes"));
    }

    /** A page may leave parameters that it shares to the page that it names them by. */
    @Test
    public void everyTechniqueHasItsPageWithItsParameters() throws Exception {
        CatalogEntry entry = client().catalog()
                .await(
                        "what the node offers",
                        Client.LIMIT,
                        e -> e.getTechniques().size() >= 9);
        for (TechniqueOffer technique : entry.getTechniques()) {
            Path pages = Distribution.home().resolve("docs/techniques");
            String page = Files.readString(pages.resolve(technique.getId() + ".md"));
            String tables = page.replaceAll("\\s+", " ").contains("The other parameters are those of [int8](int8.md)")
                    ? page + Files.readString(pages.resolve("int8.md"))
                    : page;
            assertThat(technique.getParameters())
                    .as(technique.getId())
                    .allSatisfy(parameter -> assertThat(tables).contains("`" + parameter.getName() + "`"));
            assertThat(page).as(technique.getId() + ": an example").contains("--step " + technique.getId());
        }
    }

    private OptimizationResult optimize(String technique) throws Exception {
        String id = "whole-way-" + technique;
        OptimizationResult result = client().run(Requests.digits(client(), id)
                .step(technique)
                .test(client(), Distribution.sample("digits-test.npz"), "")
                .build());
        assertThat(result.getErrors()).isEmpty();
        assertThat(result.getStatus()).isEqualTo(Status.SUCCEEDED);

        ArtifactInfo artifact = artifact(result, "package");
        Path file = client().store().file(new Digest(artifact.getSha256()));
        assertThat(Digest.of(file).hex()).isEqualTo(artifact.getSha256());
        assertThat(Files.size(file))
                .isEqualTo(artifact.getBytes())
                .isLessThan(Files.size(Distribution.sample("digits.tflite")));
        ModelChecker.require(TfliteReader.read(file));
        var published = client().artifacts()
                .await(
                        "the package of " + id,
                        Client.LIMIT,
                        record -> record.getRequestId().equals(id)
                                && record.getArtifact().getKind().equals("package"));
        assertThat(published.getArtifact()).isEqualTo(artifact);

        var evaluation = client().evaluations()
                .await(
                        "the evaluation of " + id,
                        Client.LIMIT,
                        record -> record.getRequestId().equals(id))
                .getEvaluation();
        assertThat(evaluation.getTask()).isEqualTo("classification");
        assertThat(evaluation.getOriginal().getMetrics().get("top1")).isGreaterThan(0.97);
        assertThat(evaluation.getResult().getMetrics().get("top1")).isGreaterThan(0.97);
        assertThat(evaluation.getResult().getBytes()).isEqualTo(artifact.getBytes());

        Path report =
                client().store().file(new Digest(artifact(result, "report").getSha256()));
        assertThat(Files.readString(report))
                .startsWithIgnoringCase("<!doctype html>")
                .contains(technique);
        return result;
    }

    private static ArtifactInfo artifact(OptimizationResult result, String kind) {
        return result.getArtifacts().stream()
                .filter(artifact -> artifact.getKind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " in " + result.getArtifacts()));
    }
}
