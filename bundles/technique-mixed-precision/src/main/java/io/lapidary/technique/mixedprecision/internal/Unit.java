package io.lapidary.technique.mixedprecision.internal;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.quantization.integer.mixed.MixedOperator;
import io.lapidary.quantization.integer.mixed.Precision;

/**
 * Operators that have one precision together.
 *
 * @param members in order of execution, at least one
 * @param choices from the most exact precision to the least; at least one
 * @param sources indices of the units whose activations it reads
 */
record Unit(List<MixedOperator> members, SortedSet<Precision> choices, Set<Integer> sources) {
    Unit {
        members = List.copyOf(members);
        choices = Collections.unmodifiableSortedSet(new TreeSet<>(choices));
        sources = Set.copyOf(sources);
    }

    /** Whether there is anything to choose. */
    boolean isFree() {
        return choices.size() > 1;
    }

    long weights() {
        return members.stream().mapToLong(MixedOperator::weightElements).sum();
    }

    long biases() {
        return members.stream().mapToLong(MixedOperator::biasElements).sum();
    }

    /** Biases that int16x8 stores as int64 for want of a kernel that reads int32. */
    long longBiases() {
        return members.stream()
                .filter(member -> member.type() == BuiltinOperator.DEPTHWISE_CONV_2D)
                .mapToLong(MixedOperator::biasElements)
                .sum();
    }

    long work() {
        return members.stream().mapToLong(MixedOperator::work).sum();
    }

    /** Of the tensor that it makes last, up to where a converter's name goes on with others'. */
    int nameLength() {
        String name = members.get(members.size() - 1).name();
        int end = name.indexOf(';');
        return end < 0 ? name.length() : end;
    }

    /** The largest member's type and name, for people. */
    String label() {
        MixedOperator head = members.get(0);
        for (MixedOperator member : members) {
            head = member.work() > head.work() ? member : head;
        }
        String more = members.size() == 1 ? "" : " and " + (members.size() - 1) + " more";
        return head.type() + " '" + head.name() + "'" + more;
    }

    /** What both can have. */
    static Set<Precision> common(Set<Precision> one, Set<Precision> other) {
        Set<Precision> both = EnumSet.copyOf(one);
        both.retainAll(other);
        return both;
    }
}
