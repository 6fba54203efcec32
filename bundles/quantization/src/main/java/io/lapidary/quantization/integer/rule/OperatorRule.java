package io.lapidary.quantization.integer.rule;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;

import io.lapidary.model.Operator;
import io.lapidary.quantization.integer.scheme.Affine;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/** What the integer kernel of one operator asks for. Positions count the operator's inputs from 0. */
public final class OperatorRule {
    /** How the scales of inputs and outputs hang together. */
    public enum Tie {
        /** Every scale is free. */
        FREE,
        /** All inputs and outputs have one scale and zero point. */
        SAME,
        /** What it passes has the parameters that it has in other subgraphs. */
        PASSED
    }

    /**
     * A constant that is stored as int8, symmetrically.
     *
     * @param axis of the channels; -1 where the kernel takes one scale alone
     */
    public record Weight(int input, int axis) {}

    /**
     * A constant that is added to the products of an input and a weight.
     *
     * @param mandatory whether the kernel fails without it
     */
    public record Bias(int input, int data, Weight weight, boolean mandatory) {}

    private final Map<IntegerScheme, ToIntFunction<Operator>> versions = new EnumMap<>(IntegerScheme.class);
    private final Map<IntegerScheme, Affine> fixed = new EnumMap<>(IntegerScheme.class);
    private final Map<IntegerScheme, Tie> ties = new EnumMap<>(IntegerScheme.class);
    private final List<Weight> weights = new ArrayList<>();
    private final Set<Integer> symmetric = new HashSet<>();
    private final List<BiFunction<Operator, IntegerScheme, Optional<String>>> conditions = new ArrayList<>();
    private Optional<Bias> bias = Optional.empty();
    private Optional<StatefulKernel> stateful = Optional.empty();

    OperatorRule(Map<IntegerScheme, ToIntFunction<Operator>> versions) {
        this.versions.putAll(versions);
        for (IntegerScheme scheme : IntegerScheme.values()) {
            ties.put(scheme, Tie.FREE);
        }
    }

    OperatorRule same() {
        for (IntegerScheme scheme : IntegerScheme.values()) {
            ties.put(scheme, Tie.SAME);
        }
        return this;
    }

    OperatorRule passed() {
        for (IntegerScheme scheme : IntegerScheme.values()) {
            ties.put(scheme, Tie.PASSED);
        }
        return this;
    }

    OperatorRule sameIn(IntegerScheme scheme) {
        ties.put(scheme, Tie.SAME);
        return this;
    }

    public OperatorRule fixed(IntegerScheme scheme, float scale, int zeroPoint) {
        fixed.put(scheme, new Affine(scale, zeroPoint));
        return this;
    }

    public OperatorRule weight(int input, int axis) {
        weights.add(new Weight(input, axis));
        return this;
    }

    /** A bias for the latest weight. */
    public OperatorRule bias(int input, int data, boolean mandatory) {
        bias = Optional.of(new Bias(input, data, weights.get(weights.size() - 1), mandatory));
        return this;
    }

    OperatorRule symmetric(int input) {
        symmetric.add(input);
        return this;
    }

    /** All but the first input are the kernel's own affair. */
    public OperatorRule stateful(StatefulKernel kernel) {
        stateful = Optional.of(kernel);
        return unless((operator, scheme) -> kernel.obstacle(operator));
    }

    public Optional<StatefulKernel> stateful() {
        return stateful;
    }

    /** A further condition: gives the reason why an operator stays float. */
    OperatorRule unless(BiFunction<Operator, IntegerScheme, Optional<String>> condition) {
        conditions.add(condition);
        return this;
    }

    /** Why this operator, as it stands, has to be computed in float32; empty if it has not. */
    Optional<String> obstacle(Operator operator, IntegerScheme scheme) {
        if (!versions.containsKey(scheme)) {
            return Optional.of(
                    "it has no " + scheme.activation().name().toLowerCase(java.util.Locale.ROOT) + " kernel");
        }
        return conditions.stream()
                .map(condition -> condition.apply(operator, scheme))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The least version of the operator that takes the scheme's types. */
    public int version(Operator operator, IntegerScheme scheme) {
        return versions.get(scheme).applyAsInt(operator);
    }

    boolean has(IntegerScheme scheme) {
        return versions.containsKey(scheme);
    }

    public Tie tie(IntegerScheme scheme) {
        return ties.get(scheme);
    }

    /** The parameters that the kernel wants of its outputs, if it does. */
    public Optional<Affine> fixed(IntegerScheme scheme) {
        return Optional.ofNullable(fixed.get(scheme));
    }

    public List<Weight> weights() {
        return weights;
    }

    public Optional<Weight> weight(int input) {
        return weights.stream().filter(weight -> weight.input() == input).findFirst();
    }

    public Optional<Bias> bias() {
        return bias;
    }

    boolean isBias(int input) {
        return bias.filter(slot -> slot.input() == input).isPresent();
    }

    /** Whether an input is data, neither weight nor bias. */
    public boolean isData(int input) {
        return stateful.isPresent() ? input == 0 : weight(input).isEmpty() && !isBias(input);
    }

    /** Whether the kernel takes zero point 0 alone at an input. */
    public boolean isSymmetric(int input) {
        return symmetric.contains(input);
    }
}
