package io.lapidary.evaluation.internal;

import java.time.Duration;
import java.util.List;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleReader;
import io.lapidary.api.evaluation.Evaluation;
import io.lapidary.api.evaluation.EvaluationRequest;
import io.lapidary.api.evaluation.Evaluator;
import io.lapidary.api.metric.Metric;
import io.lapidary.api.work.WorkContext;
import io.lapidary.evaluation.internal.explain.ExplainSettings;

/** The evaluator as a service, with whatever metrics are there when an evaluation begins. */
@Component(immediate = true, configurationPid = "io.lapidary.evaluation")
@Designate(ocd = EvaluationConfig.class)
public final class EvaluatorComponent implements Evaluator {
    /** Ordered by service ranking, the highest last. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<Metric> metrics = List.of();

    private final Evaluator evaluator;

    @Activate
    public EvaluatorComponent(@Reference SampleReader reader, EvaluationConfig config) {
        var settings = new ExplainSettings(
                Duration.ofSeconds(config.explain_seconds()), config.explain_samples(), config.explain_trials());
        evaluator = new PackageEvaluator(reader, () -> List.copyOf(metrics), settings);
    }

    @Override
    public void requireTask(String task) throws LapidaryException {
        evaluator.requireTask(task);
    }

    @Override
    public Evaluation evaluate(EvaluationRequest request, WorkContext context)
            throws LapidaryException, InterruptedException {
        return evaluator.evaluate(request, context);
    }
}
