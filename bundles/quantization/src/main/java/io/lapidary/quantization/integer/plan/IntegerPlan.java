package io.lapidary.quantization.integer.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.calibration.ValueRange;
import io.lapidary.quantization.integer.rule.Obstacles;
import io.lapidary.quantization.integer.rule.OperatorRule;
import io.lapidary.quantization.integer.rule.OperatorRules;
import io.lapidary.quantization.integer.rule.Reals;
import io.lapidary.quantization.integer.rule.WeightChoice;
import io.lapidary.quantization.integer.scheme.Affine;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/** Which operators are computed in integers, with which scales, and why the others are not. */
public final class IntegerPlan {
    /** A constant so many times the range of what it is joined with leaves that too few of the steps. */
    private static final float OVERWHELMING = 100;
    /**
     * Largest over least input of an int16 RSQRT. Its kernel goes straight between points that are 1/256 of the largest input
     * apart, so at the least of them it is off by up to {@code 3/32 (64/256)^2}, 0.6 percent.
     */
    private static final float STEEP = 64;

    private final IntegerScheme scheme;
    private final Map<Tensor, ValueRange> ranges;
    private final Map<Tensor, Affine> decided;
    private final QuantizedGraphs graphs;
    private final Joints joints;
    private Set<Tensor> carried = Set.of();
    /** In order of execution. */
    private final Set<Operator> operators = new LinkedHashSet<>();

    private final Map<Operator, String> islands = new LinkedHashMap<>();
    private ScaleAssignment scales;

    private IntegerPlan(
            IntegerScheme scheme, QuantizedGraphs graphs, Map<Tensor, ValueRange> ranges, Map<Tensor, Affine> decided) {
        this.scheme = scheme;
        this.ranges = ranges;
        this.decided = decided;
        this.graphs = graphs;
        this.joints = Joints.of(graphs);
        joints.completeRanges(ranges);
    }

    /**
     * @param graphs that are quantized
     * @param ranges of activations that samples or annotations give
     * @param decided parameters of activations that earlier steps decided; go before their ranges
     * @param leaves why an operator is left in float32 though it has a kernel; empty where it is not
     */
    public static IntegerPlan of(
            IntegerScheme scheme,
            QuantizedGraphs graphs,
            Map<Tensor, ValueRange> ranges,
            Map<Tensor, Affine> decided,
            Function<Operator, Optional<String>> leaves,
            WeightChoice weights) {
        var plan = new IntegerPlan(scheme, graphs, new LinkedHashMap<>(ranges), decided);
        graphs.operators().forEach(operator -> plan.consider(operator, leaves));
        plan.settle(new ScaleGuards(scheme, weights));
        return plan;
    }

    private void consider(Operator operator, Function<Operator, Optional<String>> leaves) {
        if (!computesReals(operator)) {
            return;
        }
        Optional<String> reason = leaves.apply(operator)
                .or(() -> OperatorRules.obstacle(operator, scheme))
                .or(() -> joints.obstacle(operator))
                .or(() -> missingRange(operator))
                .or(() -> overwhelming(operator))
                .or(() -> steep(operator));
        if (reason.isPresent()) {
            islands.put(operator, reason.get());
        } else {
            operators.add(operator);
        }
    }

    /** Whether it computes float32 numbers, which integers could stand for. */
    public static boolean computesReals(Operator operator) {
        boolean real = operator.inputs().stream().anyMatch(Reals::isReal)
                || operator.outputs().stream().anyMatch(Reals::isReal);
        return real && !OperatorRules.isTypeless(operator) && !operator.isConversion();
    }

    private Optional<String> missingRange(Operator operator) {
        var data = new ArrayList<Tensor>();
        ScaleAssignment.dataUses(operator).forEach(use -> data.add(use.tensor()));
        operator.outputs().stream().filter(Reals::isReal).forEach(data::add);
        data.addAll(joints.tensors(operator));
        for (Tensor tensor : data) {
            if (tensor.type() == TensorType.FLOAT32 && tensor.isVariable()) {
                return Optional.of("'" + tensor.name() + "' is a state in float32");
            }
        }
        var stateful = OperatorRules.of(operator.type()).flatMap(OperatorRule::stateful);
        stateful.ifPresent(kernel -> data.addAll(kernel.measured(operator)));
        for (Tensor tensor : data) {
            if (tensor.isConstant() && !ranges.containsKey(tensor)) {
                addConstant(tensor);
            }
            if (!ranges.containsKey(tensor)) {
                return Optional.of("no range of finite numbers is known of '" + tensor.name() + "'");
            }
        }
        return stateful.flatMap(kernel -> kernel.rangeObstacle(operator, ranges));
    }

    private void addConstant(Tensor tensor) {
        var values = tensor.data().asFloatBuffer();
        for (int i = 0; i < values.limit(); i++) {
            if (!Float.isFinite(values.get(i))) {
                return;
            }
        }
        ranges.put(tensor, ValueRange.of(values));
    }

    /** A constant like -1e9 that is joined with activations would take all their steps. */
    private Optional<String> overwhelming(Operator operator) {
        OperatorRule rule = OperatorRules.of(operator.type()).orElseThrow();
        if (rule.tie(scheme) != OperatorRule.Tie.SAME) {
            return Optional.empty();
        }
        float activations = 0;
        float constants = 0;
        for (Slot.Use use : ScaleAssignment.dataUses(operator)) {
            float magnitude = ranges.get(use.tensor()).magnitude();
            if (use.tensor().isConstant()) {
                constants = Math.max(constants, magnitude);
            } else {
                activations = Math.max(activations, magnitude);
            }
        }
        return Obstacles.when(
                activations > 0 && constants > OVERWHELMING * activations,
                "its constant of " + constants + " would take the steps of its other inputs, which stay within "
                        + activations);
    }

    private Optional<String> steep(Operator operator) {
        if (scheme != IntegerScheme.INT16X8 || operator.type() != BuiltinOperator.RSQRT) {
            return Optional.empty();
        }
        ValueRange input = ranges.get(operator.input(0).orElseThrow());
        return Obstacles.when(
                input.max() > STEEP * input.min(),
                "its int16 kernel has too few points where the root is steep, as inputs of " + input.min() + " beside "
                        + input.max() + " ask for");
    }

    private void settle(ScaleGuards guards) {
        boolean changed = true;
        while (changed) {
            joints.drawAlong(islands);
            operators.removeAll(islands.keySet());
            guards.leastScales()
                    .keySet()
                    .removeIf(tensor ->
                            tensor.producer().filter(operators::contains).isEmpty());
            scales = new ScaleAssignment(
                    scheme, operators(), joints.among(operators), ranges, decided, guards.leastScales());
            changed = guards.check(operators(), scales, islands);
        }
        carried = joints.inputsOf(operators);
    }

    public QuantizedGraphs graphs() {
        return graphs;
    }

    /** Whether a tensor is the input of a subgraph that integers are passed to. */
    public boolean isCarried(Tensor tensor) {
        return carried.contains(tensor);
    }

    public IntegerScheme scheme() {
        return scheme;
    }

    /** Those that are computed in integers, in order of execution. */
    public List<Operator> operators() {
        return List.copyOf(operators);
    }

    public boolean isInteger(Operator operator) {
        return operators.contains(operator);
    }

    /** Those that are computed in float32 though they compute real numbers, with the reason. */
    public Map<Operator, String> islands() {
        return islands;
    }

    /** Whether a tensor is a state of an operator that is computed in integers. */
    public boolean isState(Tensor tensor) {
        return tensor.isVariable()
                && tensor.consumers().stream()
                        .anyMatch(reader -> operators.contains(reader)
                                && OperatorRules.of(reader.type())
                                        .flatMap(OperatorRule::stateful)
                                        .isPresent());
    }

    /** Of all activations and states that were measured. */
    public Map<Tensor, ValueRange> ranges() {
        return ranges;
    }

    public ScaleAssignment scales() {
        return scales;
    }

    /** The parameters of a tensor, of the finest scale where no integer kernel asks for others. */
    public Optional<Affine> parameters(Tensor tensor) {
        if (scales.knows(tensor)) {
            return Optional.of(scales.made(tensor));
        }
        return PresentScales.of(tensor, scheme)
                .or(() -> Optional.ofNullable(ranges.get(tensor)).map(range -> Affine.of(range, scheme, false, 0)));
    }
}
