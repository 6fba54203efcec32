package io.lapidary.quantization.integer.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.lapidary.quantization.calibration.ValueRange;
import io.lapidary.quantization.integer.scheme.Affine;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/** Slots that share one scale, as a forest of disjoint sets. */
final class SlotGroups {
    /** What is known of a group. */
    private static final class Group {
        private Optional<ValueRange> range = Optional.empty();
        private Optional<Affine> pinned = Optional.empty();
        private boolean symmetric;
        private float leastScale;
    }

    private final Map<Slot, Slot> parents = new LinkedHashMap<>();
    private final Map<Slot, Group> groups = new LinkedHashMap<>();

    /** Makes a group of one. */
    void add(Slot slot, Optional<ValueRange> range) {
        if (parents.putIfAbsent(slot, slot) == null) {
            var group = new Group();
            group.range = range;
            groups.put(slot, group);
        }
    }

    void unite(Slot one, Slot other) {
        Slot root = root(one);
        Slot joining = root(other);
        if (root.equals(joining)) {
            return;
        }
        parents.put(joining, root);
        Group from = groups.remove(joining);
        Group into = groups.get(root);
        into.range = into.range.isPresent() && from.range.isPresent()
                ? Optional.of(into.range.get().union(from.range.get()))
                : into.range.or(() -> from.range);
        into.pinned = into.pinned.or(() -> from.pinned);
        into.symmetric |= from.symmetric;
        into.leastScale = Math.max(into.leastScale, from.leastScale);
    }

    /** Takes a slot out of its group, into a new one of its own. */
    void separate(Slot slot, Optional<ValueRange> range) {
        Slot root = root(slot);
        var rest = parents.keySet().stream()
                .filter(member -> !member.equals(slot) && root(member).equals(root))
                .toList();
        Group old = groups.remove(root);
        if (!rest.isEmpty()) {
            rest.forEach(member -> parents.put(member, rest.get(0)));
            groups.put(rest.get(0), old);
        }
        parents.put(slot, slot);
        var group = new Group();
        group.range = range;
        groups.put(slot, group);
    }

    void pin(Slot slot, Affine parameters) {
        group(slot).pinned = Optional.of(parameters);
    }

    void requireSymmetric(Slot slot) {
        group(slot).symmetric = true;
    }

    void requireScale(Slot slot, float least) {
        Group group = group(slot);
        group.leastScale = Math.max(group.leastScale, least);
    }

    Optional<ValueRange> range(Slot slot) {
        return group(slot).range;
    }

    Optional<Affine> pinned(Slot slot) {
        return group(slot).pinned;
    }

    boolean isSymmetric(Slot slot) {
        return group(slot).symmetric;
    }

    boolean contains(Slot slot) {
        return parents.containsKey(slot);
    }

    Affine parameters(Slot slot, IntegerScheme scheme) {
        Group group = group(slot);
        return group.pinned.orElseGet(
                () -> Affine.of(group.range.orElse(ValueRange.ZERO), scheme, group.symmetric, group.leastScale));
    }

    private Group group(Slot slot) {
        return groups.get(root(slot));
    }

    private Slot root(Slot slot) {
        Slot above = parents.get(slot);
        if (above == null) {
            throw new IllegalArgumentException("no slot " + slot);
        }
        if (above.equals(slot)) {
            return slot;
        }
        Slot root = root(above);
        parents.put(slot, root);
        return root;
    }
}
