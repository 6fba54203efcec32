package io.lapidary.evaluation.internal.explain.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.DeviationRequest;
import io.lapidary.api.engine.DeviationResult;
import io.lapidary.api.engine.DeviationResult.Deviation;
import io.lapidary.api.engine.InterpreterSession;
import io.lapidary.api.engine.Kernels;
import io.lapidary.api.engine.TensorPair;
import io.lapidary.api.work.WorkContext;
import io.lapidary.evaluation.internal.explain.match.BiasOffsets;
import io.lapidary.evaluation.internal.explain.match.Conversions;
import io.lapidary.evaluation.internal.explain.match.ExplainedModel;
import io.lapidary.evaluation.internal.explain.match.Rewrites;
import io.lapidary.evaluation.internal.explain.match.WeightFactors;
import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;

/** Measures activations of the packaged model against what they stand for, inside the engine. */
public final class Deviations {
    /** Activations that one isolating model may hold, in bytes; operators beyond go into another one. */
    private static final long ACTIVATION_BYTES = 256L << 20;
    /** Copies of an activation in an isolating model: rounded, real again, two results, one converted. */
    private static final long COPIES = 5;

    private final ExplainedModel models;
    private final SampleSet samples;
    private final WorkContext context;

    public Deviations(ExplainedModel models, SampleSet samples, WorkContext context) {
        this.models = models;
        this.samples = samples;
        this.context = context;
    }

    /**
     * @param tensors activation of the packaged model to its deviation in the whole of it
     * @param samples that were run
     */
    public record Whole(Map<Tensor, Deviation> tensors, long samples) {
        /** @param known factors that weights tell, which are more exact, and hold however much the activations suffer */
        public Rewrites rewrites(ExplainedModel models, Map<Tensor, List<Double>> known) {
            var factors = new HashMap<Tensor, List<Double>>();
            tensors.forEach((tensor, deviation) ->
                    models.match().original(tensor).ifPresent(before -> factors.put(before, deviation.factors())));
            factors.putAll(known);
            factors.values().removeIf(List::isEmpty);
            var biases = new BiasOffsets(models, factors);
            var offsets = new HashMap<Tensor, List<Double>>();
            tensors.forEach((tensor, deviation) -> models.match()
                    .original(tensor)
                    .filter(before -> !deviation.offsets().isEmpty())
                    .ifPresent(before -> offsets.put(before, biases.confirmed(tensor, deviation.offsets()))));
            offsets.values().removeIf(List::isEmpty);
            return new Rewrites(factors, offsets);
        }
    }

    /**
     * Of the activations given, those that stand for one of the original and that the engine can tell from others by name.
     *
     * @param known factors of activations of the original, as {@link WeightFactors} gives them
     */
    public Whole whole(List<Tensor> activations, Map<Tensor, List<Double>> known, Duration budget)
            throws LapidaryException, InterruptedException {
        Map<String, Integer> names = counts(models.packaged());
        Map<String, Integer> originalNames = counts(models.original());
        var pairs = new LinkedHashMap<Tensor, TensorPair>();
        for (Tensor tensor : activations) {
            models.match()
                    .original(tensor)
                    .filter(before -> names.get(tensor.name()) == 1 && originalNames.get(before.name()) == 1)
                    .filter(before -> Conversions.isReal(tensor) && Conversions.isReal(before))
                    .ifPresent(before -> pairs.put(tensor, pair(before, tensor, known)));
        }
        if (pairs.isEmpty()) {
            return new Whole(Map.of(), 0);
        }
        DeviationResult result = run(
                models.originalFile().path(), models.packagedFile().path(), new ArrayList<>(pairs.values()), budget);
        var found = new LinkedHashMap<Tensor, Deviation>();
        int i = 0;
        for (Tensor tensor : pairs.keySet()) {
            found.put(tensor, result.tensors().get(i++));
        }
        return new Whole(found, result.count());
    }

    private static TensorPair pair(Tensor before, Tensor tensor, Map<Tensor, List<Double>> known) {
        boolean own = !before.isOutput() && !before.isInput();
        boolean scaled = !known.getOrDefault(before, List.of()).isEmpty();
        boolean plain = known.containsKey(before) && !scaled;
        return new TensorPair(before.name(), tensor.name(), own && !plain, own && scaled);
    }

    private static Map<String, Integer> counts(Subgraph graph) {
        var counts = new HashMap<String, Integer>();
        graph.tensors().forEach(tensor -> counts.merge(tensor.name(), 1, Integer::sum));
        return counts;
    }

    /**
     * @param operators each of which can stand alone
     * @param rewrites of activations of the original
     * @return operators to the deviation of their first output
     */
    public Map<Operator, Deviation> alone(List<Operator> operators, Rewrites rewrites, Path folder, Clock clock)
            throws LapidaryException, InterruptedException, IOException {
        List<List<Operator>> groups = groups(operators);
        var found = new LinkedHashMap<Operator, Deviation>();
        for (int i = 0; i < groups.size(); i++) {
            context.checkCancelled();
            Path file = folder.resolve("isolation" + i + ".tflite");
            Map<Operator, TensorPair> pairs = Isolation.write(models, groups.get(i), rewrites, file);
            Duration budget = clock.share(0.5 / (groups.size() - i));
            DeviationResult result = run(file, file, new ArrayList<>(pairs.values()), budget);
            int next = 0;
            for (Operator operator : pairs.keySet()) {
                found.put(operator, result.tensors().get(next++));
            }
        }
        return found;
    }

    private static List<List<Operator>> groups(List<Operator> operators) {
        var groups = new ArrayList<List<Operator>>();
        long room = 0;
        for (Operator operator : operators) {
            long bytes = operator.inputs().stream()
                            .filter(Conversions::isActivation)
                            .mapToLong(tensor -> Float.BYTES * tensor.shape().elements())
                            .sum()
                    + operator.outputs().stream()
                            .mapToLong(tensor -> Float.BYTES * tensor.shape().elements())
                            .sum();
            room -= COPIES * bytes;
            if (groups.isEmpty() || room < 0) {
                groups.add(new ArrayList<>());
                room = ACTIVATION_BYTES - COPIES * bytes;
            }
            groups.get(groups.size() - 1).add(operator);
        }
        return groups;
    }

    private DeviationResult run(Path reference, Path candidate, List<TensorPair> pairs, Duration budget)
            throws LapidaryException, InterruptedException {
        try (InterpreterSession session = context.interpreter()) {
            return session.deviations(
                    new DeviationRequest(reference, candidate, "", samples, pairs, Kernels.DEFAULT, budget));
        }
    }
}
