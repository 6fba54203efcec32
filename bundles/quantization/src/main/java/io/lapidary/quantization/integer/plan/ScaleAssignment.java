package io.lapidary.quantization.integer.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;
import io.lapidary.quantization.calibration.ValueRange;
import io.lapidary.quantization.integer.rule.AssignedScales;
import io.lapidary.quantization.integer.rule.OperatorRule;
import io.lapidary.quantization.integer.rule.OperatorRules;
import io.lapidary.quantization.integer.rule.Reals;
import io.lapidary.quantization.integer.scheme.Affine;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/**
 * One scale and zero point for every place where integers are made or read. A tensor has one scale for its maker and all its
 * readers, except where a reader's tie would force parameters on it that do not suit it: there the reader has its own, and a
 * QUANTIZE goes between.
 */
public final class ScaleAssignment implements AssignedScales {
    private final IntegerScheme scheme;
    private final Map<Tensor, ValueRange> ranges;
    private final Map<Tensor, Affine> decided;
    private final SlotGroups groups = new SlotGroups();

    /**
     * @param operators that are computed in integers, in order of execution
     * @param joints places in several subgraphs that must agree
     * @param ranges of all activations and constants that they read or make
     * @param decided parameters that earlier steps decided
     * @param leastScales lower bounds for scales of made tensors
     */
    ScaleAssignment(
            IntegerScheme scheme,
            List<Operator> operators,
            List<List<Slot>> joints,
            Map<Tensor, ValueRange> ranges,
            Map<Tensor, Affine> decided,
            Map<Tensor, Float> leastScales) {
        this.scheme = scheme;
        this.ranges = ranges;
        this.decided = decided;
        operators.forEach(this::addSlots);
        joints.forEach(slots -> slots.forEach(this::add));
        operators.forEach(this::constrain);
        joints.forEach(this::tie);
        leastScales.forEach((tensor, least) -> groups.requireScale(new Slot.Made(tensor), least));
    }

    private void addSlots(Operator operator) {
        for (Tensor output : operator.outputs()) {
            if (Reals.isReal(output)) {
                addMade(output);
            }
        }
        for (Slot.Use use : dataUses(operator)) {
            add(use);
        }
    }

    private void add(Slot slot) {
        Tensor tensor = slot.tensor();
        if (slot instanceof Slot.Made) {
            addMade(tensor);
            return;
        }
        if (groups.contains(slot)) {
            return;
        }
        groups.add(slot, range(tensor));
        if (!tensor.isConstant()) {
            groups.unite(addMade(tensor), slot);
        }
    }

    private Slot addMade(Tensor tensor) {
        Slot slot = new Slot.Made(tensor);
        if (!groups.contains(slot)) {
            groups.add(slot, range(tensor));
            tensor.producer()
                    .filter(maker -> OperatorRules.of(maker.type()).isPresent())
                    .flatMap(maker ->
                            OperatorRules.of(maker.type()).orElseThrow().fixed(scheme))
                    .or(() -> PresentScales.of(tensor, scheme))
                    .or(() -> Optional.ofNullable(decided.get(tensor)))
                    .ifPresent(fixed -> groups.pin(slot, fixed));
        }
        return slot;
    }

    private Optional<ValueRange> range(Tensor tensor) {
        return Optional.ofNullable(ranges.get(tensor));
    }

    private void constrain(Operator operator) {
        OperatorRule rule = OperatorRules.of(operator.type()).orElseThrow();
        for (Slot.Use use : dataUses(operator)) {
            if (rule.isSymmetric(use.input())) {
                if (groups.pinned(use).filter(pin -> pin.zeroPoint() != 0).isPresent()) {
                    part(use);
                }
                groups.requireSymmetric(use);
            }
        }
        if (rule.tie(scheme) == OperatorRule.Tie.SAME) {
            tie(slots(operator));
        }
    }

    private static List<Slot> slots(Operator operator) {
        var slots = new ArrayList<Slot>(dataUses(operator));
        for (Tensor output : operator.outputs()) {
            if (Reals.isReal(output)) {
                slots.add(new Slot.Made(output));
            }
        }
        return slots;
    }

    private void tie(List<Slot> slots) {
        Optional<Affine> pin =
                slots.stream().flatMap(slot -> groups.pinned(slot).stream()).findFirst();
        if (pin.isPresent() && !slots.stream().allMatch(slot -> suits(slot, pin.get()))) {
            slots.stream()
                    .filter(slot ->
                            !(slot instanceof Slot.Made) && groups.pinned(slot).isPresent())
                    .forEach(this::part);
        }
        for (int i = 1; i < slots.size(); i++) {
            groups.unite(slots.get(0), slots.get(i));
        }
    }

    private boolean suits(Slot slot, Affine pin) {
        Optional<Affine> own = groups.pinned(slot);
        if (own.isPresent()) {
            return own.get().equals(pin);
        }
        boolean symmetric = groups.isSymmetric(slot) && pin.zeroPoint() != 0;
        return !symmetric
                && groups.range(slot).map(range -> pin.reaches(range, scheme)).orElse(true);
    }

    /** Gives a reader a scale of its own. */
    private void part(Slot reader) {
        ValueRange seen = groups.pinned(reader)
                .map(pin -> seen(reader.tensor(), pin))
                .or(() -> range(reader.tensor()))
                .orElse(ValueRange.ZERO);
        groups.separate(reader, Optional.of(seen));
    }

    /** What a tensor of fixed parameters can hold at all, or less where less was seen. */
    private ValueRange seen(Tensor tensor, Affine pin) {
        return range(tensor).orElseGet(() -> new ValueRange((float) pin.least(scheme), (float) pin.most(scheme)));
    }

    /** The inputs of an operator that are activations, or constants in the place of such. */
    public static List<Slot.Use> dataUses(Operator operator) {
        OperatorRule rule = OperatorRules.of(operator.type()).orElseThrow();
        var uses = new ArrayList<Slot.Use>();
        for (int i = 0; i < operator.inputCount(); i++) {
            if (rule.isData(i) && operator.input(i).filter(Reals::isReal).isPresent()) {
                uses.add(new Slot.Use(operator, i));
            }
        }
        return uses;
    }

    /** Whether integers are made or read anywhere of this tensor. */
    boolean knows(Tensor tensor) {
        return groups.contains(new Slot.Made(tensor));
    }

    /** The parameters of a tensor as it is made. */
    @Override
    public Affine made(Tensor tensor) {
        return groups.parameters(new Slot.Made(tensor), scheme);
    }

    /** The parameters of an operator's input as it reads it. */
    @Override
    public Affine read(Operator operator, int input) {
        return groups.parameters(new Slot.Use(operator, input), scheme);
    }

    /** The parameters of a subgraph's output as those who run it get it; empty where they get no integers. */
    public Optional<Affine> result(Slot.Result result) {
        return groups.contains(result) ? Optional.of(groups.parameters(result, scheme)) : Optional.empty();
    }

    /** Whether the parameters of an operator's output are given from elsewhere. */
    boolean isPinned(Tensor tensor) {
        return groups.pinned(new Slot.Made(tensor)).isPresent();
    }
}
