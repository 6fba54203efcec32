package io.lapidary.evaluation.internal;

import java.util.List;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleReader;
import io.lapidary.api.evaluation.Evaluation;
import io.lapidary.api.evaluation.EvaluationRequest;
import io.lapidary.api.evaluation.Evaluator;
import io.lapidary.api.metric.Metric;
import io.lapidary.api.work.WorkContext;

/** The evaluator as a service, with whatever metrics are there when an evaluation begins. */
@Component(immediate = true)
public final class EvaluatorComponent implements Evaluator {
    /** Ordered by service ranking, the highest last. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<Metric> metrics = List.of();

    private final Evaluator evaluator;

    @Activate
    public EvaluatorComponent(@Reference SampleReader reader) {
        evaluator = new PackageEvaluator(reader, () -> List.copyOf(metrics));
    }

    @Override
    public Evaluation evaluate(EvaluationRequest request, WorkContext context)
            throws LapidaryException, InterruptedException {
        return evaluator.evaluate(request, context);
    }
}
