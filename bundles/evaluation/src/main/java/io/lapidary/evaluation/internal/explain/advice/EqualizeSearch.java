package io.lapidary.evaluation.internal.explain.advice;

import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.evaluation.ValueInterval;
import io.lapidary.api.work.WorkContext;
import io.lapidary.evaluation.internal.explain.match.Conversions;
import io.lapidary.evaluation.internal.explain.match.ExplainedModel;
import io.lapidary.evaluation.internal.explain.match.Linear;
import io.lapidary.evaluation.internal.explain.measure.Subject;
import io.lapidary.evaluation.internal.sample.Folders;
import io.lapidary.model.Model;
import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteReader;
import io.lapidary.quantization.equalization.ChannelScales;
import io.lapidary.quantization.equalization.DecidedEqualization;
import io.lapidary.quantization.equalization.EqualizationJob;
import io.lapidary.quantization.equalization.EqualizationSettings;
import io.lapidary.quantization.equalization.EqualizationSettings.Balance;

/** Looks whether scaling channels between layers before quantization is worth a trial, and can be tried in the packaged model. */
final class EqualizeSearch {
    /** Channels that are nearer to one another gain little. */
    private static final double UNEQUAL = 2;

    private final ExplainedModel models;
    private final Subject subject;
    private final SampleSet samples;
    private final WorkContext context;
    /** Of the original's layers, those of the packaged model. */
    private final Map<Operator, Operator> packaged = new HashMap<>();

    private final Map<Operator, Operator> layers = new LinkedHashMap<>();
    private final Map<Tensor, List<Double>> scaled = new HashMap<>();
    private final Set<Tensor> between = new LinkedHashSet<>();

    EqualizeSearch(ExplainedModel models, Subject subject, SampleSet samples, WorkContext context) {
        this.models = models;
        this.subject = subject;
        this.samples = samples;
        this.context = context;
        for (Operator operator : models.operators()) {
            models.maker(operator).ifPresent(before -> packaged.put(before, operator));
        }
    }

    /** Empty where channels are alike, or not all that the step would scale can be scaled in the packaged model. */
    Optional<Change> find() throws LapidaryException, InterruptedException, IOException {
        List<Operator> quantized =
                models.operators().stream().filter(EqualizeSearch::isLayer).toList();
        boolean perChannel = quantized.stream()
                .anyMatch(layer -> Conversions.constant(
                                layer.input(Linear.WEIGHTS).orElseThrow())
                        .flatMap(Tensor::quantization)
                        .filter(quantization -> quantization.count() > 1)
                        .isPresent());
        if (quantized.size() < 2) {
            return Optional.empty();
        }
        var settings = EqualizationSettings.plain(perChannel ? Balance.NOISE : Balance.WEIGHTS);
        var inner = new TrialContext(context, Folders.fresh(subject.folder(), "equalized"));
        DecidedEqualization equalization =
                new EqualizationJob(models.originalFile().path(), settings, Optional.of(samples), inner).decide();
        List<ChannelScales> pairs = equalization.scales();
        boolean unequal = pairs.stream()
                .anyMatch(pair -> Collections.max(pair.scales()) > UNEQUAL * Collections.min(pair.scales()));
        if (!unequal || !pairs.stream().allMatch(this::take)) {
            return Optional.empty();
        }
        Optional<Map<ScaleGroup, ValueInterval>> ranges = ranges(equalization);
        String balance = perChannel ? "noise" : "weights";
        return ranges.map(found ->
                new Equalized(models, layers, scaled, found, "equalize:balance=" + balance + ",absorb_bias=false"));
    }

    private static boolean isLayer(Operator operator) {
        return operator.outputs().stream().allMatch(output -> output.type() == TensorType.INT8)
                && IntegerWeights.canWrite(operator);
    }

    private boolean take(ChannelScales pair) {
        Subgraph original = models.original();
        if (pair.first().subgraph().index() != original.index()) {
            return false;
        }
        Operator beforeFirst = original.operators().get(pair.first().index());
        Operator beforeSecond = original.operators().get(pair.second().index());
        Operator first = packaged.get(beforeFirst);
        Operator second = packaged.get(beforeSecond);
        if (first == null || second == null || !isLayer(first) || !isLayer(second)) {
            return false;
        }
        layers.put(first, beforeFirst);
        layers.put(second, beforeSecond);
        List<Double> factors = pair.scales().stream().map(scale -> 1 / scale).toList();
        scaled.put(beforeFirst.output(), factors);
        for (Tensor own : pair.between()) {
            Tensor tensor = original.tensors().get(own.index());
            scaled.put(tensor, factors);
            between.add(tensor);
        }
        return true;
    }

    /** Of all activations between that the packaged model has, by what the scaled float model shows; empty where a kernel objects. */
    private Optional<Map<ScaleGroup, ValueInterval>> ranges(DecidedEqualization equalization)
            throws LapidaryException, InterruptedException, IOException {
        var file = equalization.write().candidates().get(0).model();
        Model equalized = TfliteReader.read(file);
        Bulk bulk = Bulk.measure(file, ExplainedModel.called(equalized), between, samples, context);
        var ranges = new LinkedHashMap<ScaleGroup, ValueInterval>();
        var done = new LinkedHashSet<Tensor>();
        for (Operator operator : models.operators()) {
            for (Tensor output : operator.outputs()) {
                boolean ours = models.match()
                        .original(output)
                        .filter(between::contains)
                        .isPresent();
                if (ours && Conversions.isInteger(output) && !done.contains(output)) {
                    Optional<ScaleGroup> group = ScaleGroup.of(output);
                    Optional<ValueInterval> range = group.flatMap(found -> range(found, bulk));
                    if (range.isEmpty()) {
                        return Optional.empty();
                    }
                    ranges.put(group.get(), range.get());
                    done.addAll(group.get().tensors());
                }
            }
        }
        return Optional.of(ranges);
    }

    /** Empty where something else shares the scale. */
    private Optional<ValueInterval> range(ScaleGroup group, Bulk bulk) {
        List<Tensor> meant = group.tensors().stream()
                .flatMap(tensor -> models.match().original(tensor).stream())
                .toList();
        return between.containsAll(meant)
                ? meant.stream()
                        .flatMap(tensor -> bulk.of(tensor, 1).stream())
                        .reduce((a, b) -> new ValueInterval(Math.min(a.min(), b.min()), Math.max(a.max(), b.max())))
                : Optional.empty();
    }
}
