package io.lapidary.quantization.integer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;
import io.lapidary.quantization.WeightJobs;
import io.lapidary.quantization.calibration.Calibration;
import io.lapidary.quantization.integer.plan.IntegerPlan;
import io.lapidary.quantization.integer.preparation.Groundwork;
import io.lapidary.quantization.integer.range.DecidedRanges;
import io.lapidary.quantization.integer.rewriting.SchemePasses;
import io.lapidary.quantization.integer.rewriting.SchemePasses.Pass;
import io.lapidary.quantization.integer.rule.Obstacles;
import io.lapidary.quantization.integer.scheme.Affine;
import io.lapidary.quantization.integer.scheme.IntegerScheme;
import io.lapidary.quantization.integer.settings.IntegerSettings;

/** The passes over a prepared model: that of its scheme, and one for what has int16 activations besides. */
final class IntegerPasses {
    private static final String WIDE = "the request gives it int16 activations";
    private static final String NARROW = "it is not meant to have int16 activations";

    private final IntegerScheme scheme;
    private final IntegerSettings settings;
    private final Groundwork ground;
    private final SchemePasses passes;
    private final IntegerPlan plan;
    private final Map<Operator, String> islands = new LinkedHashMap<>();
    private final List<Pass> made = new ArrayList<>();

    /** @param calibrations in the order of {@link #schemes} */
    IntegerPasses(
            IntegerScheme scheme,
            IntegerSettings settings,
            Groundwork ground,
            List<Calibration> calibrations,
            WeightJobs jobs) {
        this.scheme = scheme;
        this.settings = settings;
        this.ground = ground;
        var means = settings.biasCorrection() ? calibrations.get(0).means() : Map.<Tensor, double[]>of();
        this.passes = new SchemePasses(ground.editor(), ground.graphs(), ground.weights(), means, jobs);
        List<IntegerScheme> schemes = schemes(scheme, settings);
        for (int i = 0; i < schemes.size(); i++) {
            know(schemes.get(i), calibrations.get(i));
        }
        this.plan = passes.plan(scheme, this::leaves);
        plan.islands().forEach((operator, reason) -> {
            if (!isWide(operator)) {
                islands.put(operator, reason);
            }
        });
        if (!settings.wide().isEmpty()) {
            passes.plan(IntegerScheme.INT16X8, narrow()).islands().forEach((operator, reason) -> {
                if (isWide(operator)) {
                    islands.put(operator, reason);
                }
            });
        }
    }

    static List<IntegerScheme> schemes(IntegerScheme scheme, IntegerSettings settings) {
        return settings.wide().isEmpty() ? List.of(scheme) : List.of(scheme, IntegerScheme.INT16X8);
    }

    private void know(IntegerScheme own, Calibration calibration) {
        var decided = DecidedRanges.of(ground.annotations(), ground.graphs().all(), own);
        var ranges = decided.over(calibration.ranges());
        if (settings.symmetric() && own == scheme) {
            ranges.replaceAll((tensor, range) -> Affine.symmetricRange(range, scheme));
        }
        passes.know(own, ranges, decided.parameters());
    }

    private boolean isWide(Operator operator) {
        return settings.wide().contains(operator) && ground.leaves(operator).isEmpty();
    }

    private Optional<String> leaves(Operator operator) {
        return ground.leaves(operator).or(() -> Obstacles.when(isWide(operator), WIDE));
    }

    /** By names, since the first pass puts other tensors where these were: asked for before it. */
    private Function<Operator, Optional<String>> narrow() {
        var wide = ground.graphs().operators().stream().filter(this::isWide).toList();
        return operator -> Obstacles.when(!wide.contains(operator), NARROW);
    }

    /** Operators that stay in float32, with the reason. */
    Map<Operator, String> islands() {
        return islands;
    }

    /** Whether an operator can be computed in integers. */
    boolean convertAny() {
        return !plan.operators().isEmpty() || islands.size() < plan.islands().size();
    }

    void rewrite() throws InterruptedException {
        Function<Operator, Optional<String>> narrow = narrow();
        made.add(passes.rewrite(plan, settings));
        if (!settings.wide().isEmpty()) {
            made.add(passes.rewrite(passes.plan(IntegerScheme.INT16X8, narrow), settings.forWide()));
        }
    }

    Map<String, Double> measures() {
        double integers = 0;
        double elements = 0;
        double conversions = 0;
        for (Pass pass : made) {
            integers += pass.plan().operators().size();
            elements += pass.elements();
            conversions += pass.conversions();
        }
        return Map.of(
                "integer_operators",
                integers,
                "float_operators",
                (double) islands.size(),
                "quantized_elements",
                elements,
                "conversions",
                conversions);
    }
}
