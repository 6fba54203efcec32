package io.lapidary.evaluation.internal.explain.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.backend.OperatorPlacement;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.InterpreterSession;
import io.lapidary.api.engine.Kernels;
import io.lapidary.api.engine.LatencyRequest;
import io.lapidary.api.engine.LatencyResult;
import io.lapidary.api.engine.ProfileRequest;
import io.lapidary.api.engine.ProfileResult.OperatorTime;
import io.lapidary.api.work.WorkContext;
import io.lapidary.evaluation.internal.explain.match.Conversions;
import io.lapidary.evaluation.internal.explain.match.ExplainedModel;
import io.lapidary.evaluation.internal.explain.match.FloatSlice;
import io.lapidary.model.Operator;
import io.lapidary.model.shape.InferredShapes;
import io.lapidary.model.shape.ShapeInference;

/**
 * Each operator's part of the time of one invocation. A delegate's part of a model is one node to the interpreter: its time is
 * divided among its operators as their times in models of their own are to one another.
 */
public final class LatencyShares {
    private static final int RUNS = 10;
    private static final int MOST_OPERATORS = 500;

    private final ExplainedModel models;
    private final Subject subject;
    private final WorkContext context;

    public LatencyShares(ExplainedModel models, Subject subject, WorkContext context) {
        this.models = models;
        this.subject = subject;
        this.context = context;
    }

    /** Operators to shares, 0 to 1; empty where the interpreter's nodes cannot be told to be these operators. */
    public Map<Operator, Double> measure(SampleSet samples, Duration budget)
            throws LapidaryException, InterruptedException, IOException {
        try (InterpreterSession session = context.interpreter()) {
            List<OperatorTime> nodes = session.profile(
                            new ProfileRequest(models.packagedFile().path(), Optional.of(samples), RUNS, 1))
                    .operators();
            var own = new ArrayList<>(nodes);
            own.removeIf(OperatorTime::delegated);
            Set<Integer> slow = slow();
            List<Operator> taken = models.packaged().operators().stream()
                    .filter(operator -> !slow.contains(operator.index()))
                    .filter(operator -> operator.inputs().stream().anyMatch(Conversions::isActivation))
                    .toList();
            boolean known = own.size() == slow.size()
                    && taken.size() <= MOST_OPERATORS
                    && taken.stream().allMatch(FloatSlice::isPure);
            if (!known) {
                return Map.of();
            }
            double delegated = nodes.stream()
                    .filter(OperatorTime::delegated)
                    .mapToDouble(OperatorTime::micros)
                    .sum();
            var micros = new LinkedHashMap<Operator, Double>(divided(session, taken, delegated, budget));
            int next = 0;
            for (int index : slow) {
                micros.put(models.packaged().operator(index), own.get(next++).micros());
            }
            return shares(micros);
        }
    }

    /** Indices of operators that the fast unit does not take, in order of execution. */
    private Set<Integer> slow() {
        return subject.placements().stream()
                .filter(placement -> placement.subgraph() == models.packaged().index())
                .filter(placement -> !placement.reason().isEmpty())
                .map(OperatorPlacement::operator)
                .sorted()
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Map<Operator, Double> divided(
            InterpreterSession session, List<Operator> taken, double delegated, Duration budget)
            throws LapidaryException, InterruptedException, IOException {
        if (taken.isEmpty()) {
            return Map.of();
        }
        var files = new ArrayList<Path>();
        InferredShapes shapes = ShapeInference.infer(models.packaged(), Map.of());
        for (Operator operator : taken) {
            Path file = subject.folder().resolve("operator" + files.size() + ".tflite");
            SingleOperator.write(operator, shapes, file);
            files.add(file);
        }
        List<LatencyResult.Quantiles> times = session.latency(
                        new LatencyRequest(files, Optional.empty(), 1, budget, Kernels.DEFAULT))
                .models();
        double all = times.stream().mapToDouble(LatencyResult.Quantiles::p50).sum();
        var micros = new HashMap<Operator, Double>();
        for (int i = 0; i < taken.size(); i++) {
            micros.put(taken.get(i), all > 0 ? delegated * times.get(i).p50() / all : 0);
        }
        return micros;
    }

    private static Map<Operator, Double> shares(Map<Operator, Double> micros) {
        double total = micros.values().stream().mapToDouble(Double::doubleValue).sum();
        var shares = new HashMap<Operator, Double>();
        if (total > 0) {
            micros.forEach((operator, time) -> shares.put(operator, time / total));
        }
        return shares;
    }
}
