package io.lapidary.technique.dynamicrange.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import io.lapidary.api.work.Finding;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;
import io.lapidary.quantization.FloatWeight;
import io.lapidary.quantization.WeightSelection;

/**
 * Decides of each weight how it is stored: int8 for a hybrid kernel, int8 that is made float when the model is loaded, or as it
 * is.
 */
final class WeightPlan {
    /** How DEPTHWISE_CONV_2D gets int8 weights. XNNPACK has no hybrid kernel for it, and the built-in one is slow. */
    enum Depthwise {
        /** int8 in the file, float32 once loaded: as fast as the float model. */
        FLOAT,
        /** The hybrid kernel: without a DEQUANTIZE, so the smallest file. */
        HYBRID,
        /** Left alone. */
        KEEP
    }

    /**
     * @param weight to be quantized
     * @param axis of its scales; empty for one scale
     * @param hybrid whether its readers take it as int8; else a DEQUANTIZE goes between
     */
    record Choice(FloatWeight weight, OptionalInt axis, boolean hybrid) {}

    /** A weight of fewer elements takes more bytes as int8 with a DEQUANTIZE, its tensor and its name, than as float32. */
    private static final long LEAST_STORED = 256;

    private final List<FloatWeight> weights;
    private final long minElements;
    private final Depthwise depthwise;
    private final Set<Tensor> notFinite = new HashSet<>();
    private final List<Finding> findings = new ArrayList<>();

    WeightPlan(Model model, WeightSelection selection, long minElements, Depthwise depthwise) {
        this.weights = FloatWeight.of(model).stream().filter(selection::covers).toList();
        this.minElements = minElements;
        this.depthwise = depthwise;
    }

    /** The choices for the model's weights, in their order; those left as they are are not among them. */
    List<Choice> choose() {
        var candidates = new HashMap<Tensor, FloatWeight>();
        for (FloatWeight weight : weights) {
            if (!notFinite.contains(weight.tensor())) {
                candidates.put(weight.tensor(), weight);
            }
        }
        Set<Operator> hybrid = hybridOperators(candidates);
        var choices = new ArrayList<Choice>();
        for (FloatWeight weight : weights) {
            if (candidates.containsKey(weight.tensor())) {
                choose(weight, hybrid).ifPresent(choices::add);
            }
        }
        return choices;
    }

    /** A weight with an infinite or undefined value has no scale: it stays float32 and is named. */
    void leaveOutNotFinite(FloatWeight weight) {
        String name = weight.tensor().name();
        notFinite.add(weight.tensor());
        findings.add(Finding.warning(
                "not-finite",
                name,
                "'" + name + "' stays float32: it holds infinite or undefined values. Train or export it anew."));
    }

    /** What was noticed while choosing. */
    List<Finding> findings() {
        return findings;
    }

    /**
     * The operators whose weights all become int8. One operator's refusal makes a weight that it shares impossible for the
     * others, so operators are struck out until none is left to strike.
     */
    private Set<Operator> hybridOperators(Map<Tensor, FloatWeight> candidates) {
        var hybrid = new HashSet<Operator>();
        for (FloatWeight weight : candidates.values()) {
            for (FloatWeight.Use use : weight.uses()) {
                if (wantsHybrid(use.operator(), candidates)) {
                    hybrid.add(use.operator());
                }
            }
        }
        boolean struck = true;
        while (struck) {
            struck = hybrid.removeIf(operator ->
                    weights(operator, candidates).stream().anyMatch(weight -> !fitsAllReaders(weight, hybrid)));
        }
        return hybrid;
    }

    private boolean wantsHybrid(Operator operator, Map<Tensor, FloatWeight> candidates) {
        if (operator.type() == BuiltinOperator.DEPTHWISE_CONV_2D && depthwise != Depthwise.HYBRID) {
            return false;
        }
        var rule = HybridRule.of(operator);
        if (rule.isEmpty()) {
            return false;
        }
        var present = rule.get().weights().stream()
                .flatMap(i -> operator.input(i).stream())
                .toList();
        long elements = present.stream().mapToLong(t -> t.shape().elements()).sum();
        return elements >= Math.max(1, minElements) && candidates.keySet().containsAll(present);
    }

    private static List<FloatWeight> weights(Operator operator, Map<Tensor, FloatWeight> candidates) {
        return HybridRule.of(operator).orElseThrow().weights().stream()
                .flatMap(i -> operator.input(i).stream())
                .map(candidates::get)
                .toList();
    }

    /** Whether every reader takes this weight as int8, at a weight's position, with the same channel axis. */
    private static boolean fitsAllReaders(FloatWeight weight, Set<Operator> hybrid) {
        return weight.uses().stream().allMatch(use -> hybrid.contains(use.operator()) && isWeight(use))
                && weight.uses().stream()
                                .map(use -> axis(use.operator()))
                                .distinct()
                                .count()
                        == 1;
    }

    private static boolean isWeight(FloatWeight.Use use) {
        return HybridRule.of(use.operator()).orElseThrow().weights().contains(use.input());
    }

    private static OptionalInt axis(Operator operator) {
        return HybridRule.of(operator).orElseThrow().axis().apply(operator);
    }

    private Optional<Choice> choose(FloatWeight weight, Set<Operator> hybrid) {
        Operator first = weight.uses().get(0).operator();
        if (hybrid.contains(first) && isWeight(weight.uses().get(0))) {
            return Optional.of(new Choice(weight, axis(first), true));
        }
        if (weight.elements() < LEAST_STORED || !weight.uses().stream().allMatch(this::takesDequantized)) {
            return Optional.empty();
        }
        return Optional.of(new Choice(weight, StoredAxis.of(weight.uses().get(0)), false));
    }

    private boolean takesDequantized(FloatWeight.Use use) {
        boolean depthwiseWeight = use.operator().type() == BuiltinOperator.DEPTHWISE_CONV_2D;
        return StoredAxis.isWeight(use) && !(depthwiseWeight && depthwise == Depthwise.KEEP);
    }
}
