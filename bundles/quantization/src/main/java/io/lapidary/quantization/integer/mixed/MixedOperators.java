package io.lapidary.quantization.integer.mixed;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.Operator;
import io.lapidary.model.Shape;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.quantization.Float16;
import io.lapidary.quantization.FloatWeight;
import io.lapidary.quantization.Magnitudes;
import io.lapidary.quantization.calibration.ValueRange;
import io.lapidary.quantization.integer.plan.IntegerPlan;
import io.lapidary.quantization.integer.plan.ScaleAssignment;
import io.lapidary.quantization.integer.preparation.Groundwork;
import io.lapidary.quantization.integer.range.DecidedRanges;
import io.lapidary.quantization.integer.rule.OperatorRule;
import io.lapidary.quantization.integer.rule.OperatorRules;
import io.lapidary.quantization.integer.rule.Reals;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/** Lists the operators whose precision can be chosen. */
final class MixedOperators {
    private static final Set<BuiltinOperator> TABLES =
            Set.of(BuiltinOperator.GATHER, BuiltinOperator.GATHER_ND, BuiltinOperator.EMBEDDING_LOOKUP);

    private final Model model;
    private final Map<IntegerScheme, IntegerPlan> plans = new EnumMap<>(IntegerScheme.class);
    private final Set<Operator> halves = new HashSet<>();

    MixedOperators(Groundwork ground, Map<IntegerScheme, ByPlace<ValueRange>> ranges, MixedSettings settings) {
        this.model = ground.editor().model();
        ranges.forEach((scheme, measured) -> {
            var decided = DecidedRanges.of(ground.annotations(), ground.graphs().all(), scheme);
            plans.put(
                    scheme,
                    IntegerPlan.of(
                            scheme,
                            ground.graphs(),
                            decided.over(measured.in(model)),
                            decided.parameters(),
                            settings.recipe()::leaves,
                            ground.weights()));
        });
        for (FloatWeight weight : FloatWeight.of(model)) {
            if (weight.elements() >= MixedWriter.LEAST_HALVES && Magnitudes.largest(weight.values()) <= Float16.MAX) {
                weight.uses().forEach(use -> halves.add(use.operator()));
            }
        }
    }

    List<MixedOperator> list() {
        var operators = new ArrayList<MixedOperator>();
        for (Subgraph graph : model.subgraphs()) {
            for (Operator operator : graph.operators()) {
                if (IntegerPlan.computesReals(operator)) {
                    operators.add(describe(operator));
                }
            }
        }
        return List.copyOf(operators);
    }

    private MixedOperator describe(Operator operator) {
        var choices = EnumSet.of(Precision.FLOAT32);
        var obstacles = new HashMap<Precision, String>();
        for (Precision precision : Precision.values()) {
            precision.scheme().map(plans::get).ifPresent(plan -> {
                if (plan.isInteger(operator)) {
                    choices.add(precision);
                } else {
                    obstacles.put(
                            precision,
                            plan.islands()
                                    .getOrDefault(operator, "its subgraph is run both by callers and by operators"));
                }
            });
        }
        if (halves.contains(operator)) {
            choices.add(Precision.FLOAT16);
        } else {
            obstacles.put(
                    Precision.FLOAT16,
                    "it has no float32 weights of " + MixedWriter.LEAST_HALVES + " elements that float16 can hold");
        }
        long weights = 0;
        long biases = 0;
        for (Tensor input : operator.inputs()) {
            if (input.isConstant() && Reals.isReal(input)) {
                long elements = input.shape().elements();
                if (input.shape().rank() > 1) {
                    weights += elements;
                } else {
                    biases += elements;
                }
            }
        }
        return new MixedOperator(
                OperatorPlace.of(operator),
                operator.type(),
                operator.output(0).map(Tensor::name).orElse(""),
                choices,
                obstacles,
                isMover(operator),
                weights,
                biases,
                work(operator, weights),
                sources(operator));
    }

    /** Whether it has one scale alone, that of the one activation it reads. */
    private static boolean isMover(Operator operator) {
        return OperatorRules.of(operator.type())
                .filter(rule -> rule.tie(IntegerScheme.INT8) == OperatorRule.Tie.SAME)
                .filter(rule -> rule.weights().isEmpty())
                .filter(rule -> ScaleAssignment.dataUses(operator).size() == 1)
                .isPresent();
    }

    private static long work(Operator operator, long weights) {
        long elements = 0;
        for (Tensor output : operator.outputs()) {
            elements += Math.max(1, output.shape().elements());
        }
        if (operator.type() == BuiltinOperator.BATCH_MATMUL) {
            Shape left = operator.input(0).orElseThrow().shape();
            return elements * Math.max(1, left.dim(left.rank() - (isAdjoint(operator) ? 2 : 1)));
        }
        if (weights == 0
                || TABLES.contains(operator.type())
                || operator.outputs().isEmpty()) {
            return Math.max(1, elements);
        }
        Shape output = operator.output().shape();
        return Math.max(1, elements / Math.max(1, output.rank() == 0 ? 1 : output.last())) * weights;
    }

    private static boolean isAdjoint(Operator operator) {
        return operator.options().booleanValue("adj_x");
    }

    private static List<OperatorPlace> sources(Operator operator) {
        return operator.inputs().stream()
                .filter(Reals::isReal)
                .flatMap(input -> input.producer().stream())
                .map(OperatorPlace::of)
                .distinct()
                .toList();
    }

    /** Refuses integers that an operator cannot have, and operators that are not there. */
    static void requireFits(
            Model model, OperatorPlace place, Precision precision, Map<OperatorPlace, MixedOperator> operators)
            throws LapidaryException {
        boolean there = place.subgraph() < model.subgraphs().size()
                && place.position()
                        < model.subgraphs().get(place.subgraph()).operators().size();
        if (!there) {
            throw new LapidaryException(
                    ErrorCodes.INVALID_PARAMETER,
                    "The plan names operator " + place.position() + " of subgraph " + place.subgraph()
                            + ", which the model has not.",
                    "Operators are counted from 0 in each subgraph; 'lapidary inspect --all' lists them.");
        }
        MixedOperator operator = operators.get(place);
        boolean integers = precision.scheme().isPresent();
        if (integers && operator != null && !operator.choices().contains(precision)) {
            throw new LapidaryException(
                    ErrorCodes.INVALID_PARAMETER,
                    "The plan gives " + operator.type() + " '" + operator.name() + "' the precision " + precision.id()
                            + ": " + operator.obstacles().get(precision) + ".",
                    "It can have "
                            + operator.choices().stream().map(Precision::id).toList() + ".");
        }
    }
}
