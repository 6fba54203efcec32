package io.lapidary.technique.dynamicrange.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import io.lapidary.api.work.Finding;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.ChannelLayout;
import io.lapidary.model.Model;
import io.lapidary.model.Operator;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.annotation.Annotations;
import io.lapidary.quantization.FloatWeight;
import io.lapidary.quantization.UnfitRoundings;
import io.lapidary.quantization.WeightAxis;
import io.lapidary.quantization.WeightDecision;
import io.lapidary.quantization.WeightFormat;
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
     * @param hybrid whether its readers take it as it is stored; else a DEQUANTIZE goes between
     * @param format of its elements
     * @param decision what earlier steps decided of its integers
     */
    record Choice(FloatWeight weight, OptionalInt axis, boolean hybrid, WeightFormat format, WeightDecision decision) {
        ChannelLayout layout() {
            Shape shape = weight.tensor().shape();
            return axis.isPresent() ? ChannelLayout.of(shape, axis.getAsInt()) : ChannelLayout.whole(shape);
        }
    }

    private final List<FloatWeight> weights;
    private final LeastElements least;
    private final Depthwise depthwise;
    private final WeightFormat format;
    private final Annotations annotations;
    private final UnfitRoundings unfit = new UnfitRoundings();
    private final Set<Tensor> notFinite = new HashSet<>();
    /** Weights that stay as they are for being small. */
    private final Set<FloatWeight> left = new LinkedHashSet<>();

    private final List<Finding> findings = new ArrayList<>();

    /** @param format of weights whose hybrid kernels take it; the others are int8 */
    WeightPlan(
            Model model,
            WeightSelection selection,
            LeastElements least,
            Depthwise depthwise,
            WeightFormat format,
            Annotations annotations) {
        this.weights = FloatWeight.of(model).stream().filter(selection::covers).toList();
        this.least = least;
        this.depthwise = depthwise;
        this.format = format;
        this.annotations = annotations;
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

    /** How weights that stay float32 for being small can be stored as int8; empty if there are none. */
    Optional<String> adviceOnSmall() {
        if (left.isEmpty()) {
            return Optional.empty();
        }
        long elements = left.stream().mapToLong(FloatWeight::elements).sum();
        String parameter = DynamicRangeTechnique.MIN_STORED.name();
        return Optional.of(String.format(
                Locale.ROOT,
                "%d of fewer than %s=%d elements, %,d in all, stay float32; %s=%d stores them as int8.",
                left.size(),
                parameter,
                least.stored(),
                elements,
                parameter,
                LeastElements.WORTH_STORING));
    }

    /** What was noticed while choosing. */
    List<Finding> findings() {
        var all = new ArrayList<>(findings);
        all.addAll(unfit.findings());
        return all;
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
        return least.compute(elements) && candidates.keySet().containsAll(present);
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
            return Optional.of(choice(weight, axis(first), true));
        }
        if (!weight.uses().stream().allMatch(this::takesDequantized)) {
            return Optional.empty();
        }
        if (!least.store(weight)) {
            if (least.leave(weight)) {
                left.add(weight);
            }
            return Optional.empty();
        }
        return Optional.of(choice(weight, storedAxis(weight), false));
    }

    private Choice choice(FloatWeight weight, OptionalInt axis, boolean hybrid) {
        boolean fits = hybrid && weight.uses().stream().allMatch(use -> HybridRule.takesInt4(use.operator()));
        WeightFormat own = fits ? format : WeightFormat.INT8;
        WeightDecision decision = WeightDecision.of(annotations, weight.tensor());
        unfit.check(weight.tensor(), decision, axis.orElse(-1), own);
        return new Choice(weight, axis, hybrid, own, decision);
    }

    /** The readers' common axis; none where they differ. */
    private static OptionalInt storedAxis(FloatWeight weight) {
        var axes = weight.uses().stream().map(WeightAxis::of).distinct().toList();
        return axes.size() == 1 ? axes.get(0) : OptionalInt.empty();
    }

    private boolean takesDequantized(FloatWeight.Use use) {
        boolean depthwiseWeight = use.operator().type() == BuiltinOperator.DEPTHWISE_CONV_2D;
        return WeightAxis.isWeight(use) && !(depthwiseWeight && depthwise == Depthwise.KEEP);
    }
}
