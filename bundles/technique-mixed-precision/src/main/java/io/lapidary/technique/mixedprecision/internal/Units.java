package io.lapidary.technique.mixedprecision.internal;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.lapidary.quantization.integer.mixed.MixedOperator;
import io.lapidary.quantization.integer.mixed.OperatorPlace;
import io.lapidary.quantization.integer.mixed.Precision;
import io.lapidary.quantization.integer.mixed.PrecisionPlan;

/**
 * A model's operators in units. What moves numbers alone goes with what made them, for a conversion between would only cost.
 *
 * @param list in order of their first operators
 */
record Units(List<Unit> list) {
    private static final int ALL_LENGTHS = 32;

    Units {
        list = List.copyOf(list);
    }

    private record Draft(List<MixedOperator> members, Set<Precision> choices) {
        long size() {
            return members.stream()
                    .mapToLong(member -> member.work() + member.weightElements())
                    .sum();
        }

        boolean isFree() {
            return choices.size() > 1;
        }
    }

    /**
     * @param allowed by the request
     * @param most units with a choice; smaller neighbours are joined until there are no more
     */
    static Units of(List<MixedOperator> operators, Set<Precision> allowed, int most) {
        var drafts = new ArrayList<Draft>();
        var owners = new HashMap<OperatorPlace, Draft>();
        for (MixedOperator operator : operators) {
            Set<Precision> choices = choices(operator, allowed);
            Optional<Draft> maker = follows(operator).map(owners::get).filter(draft -> isLike(choices, draft));
            Draft draft = maker.orElseGet(() -> {
                var fresh = new Draft(new ArrayList<>(), choices);
                drafts.add(fresh);
                return fresh;
            });
            draft.members().add(operator);
            owners.put(operator.place(), draft);
        }
        join(drafts, most);
        return new Units(finish(drafts));
    }

    /** Each operator for itself, without a choice. */
    static Units planned(List<MixedOperator> operators, PrecisionPlan plan) {
        var drafts = new ArrayList<Draft>();
        for (MixedOperator operator : operators) {
            drafts.add(new Draft(List.of(operator), EnumSet.of(plan.of(operator.place()))));
        }
        return new Units(finish(drafts));
    }

    /** Float32 where the request allows nothing that the operator can have. */
    private static Set<Precision> choices(MixedOperator operator, Set<Precision> allowed) {
        Set<Precision> choices = Unit.common(operator.choices(), allowed);
        return choices.isEmpty() ? EnumSet.of(Precision.FLOAT32) : choices;
    }

    private static Optional<OperatorPlace> follows(MixedOperator operator) {
        return operator.mover() && operator.sources().size() == 1
                ? Optional.of(operator.sources().get(0))
                : Optional.empty();
    }

    /** Whether integers that the maker can have suit what follows it; float16 has no meaning for that. */
    private static boolean isLike(Set<Precision> choices, Draft maker) {
        return maker.choices().stream()
                .filter(precision -> precision.scheme().isPresent())
                .allMatch(choices::contains);
    }

    private static void join(List<Draft> drafts, int most) {
        while (drafts.stream().filter(Draft::isFree).count() > most) {
            int best = -1;
            for (int i = 0; i + 1 < drafts.size(); i++) {
                boolean fits = joinable(drafts.get(i), drafts.get(i + 1));
                if (fits && (best < 0 || size(drafts, i) < size(drafts, best))) {
                    best = i;
                }
            }
            if (best < 0) {
                return;
            }
            Draft next = drafts.remove(best + 1);
            Draft into = drafts.get(best);
            into.members().addAll(next.members());
            into.choices().retainAll(next.choices());
        }
    }

    private static boolean joinable(Draft one, Draft next) {
        return one.isFree()
                && next.isFree()
                && one.members().get(0).place().subgraph()
                        == next.members().get(0).place().subgraph()
                && Unit.common(one.choices(), next.choices()).size() > 1;
    }

    private static long size(List<Draft> drafts, int at) {
        return drafts.get(at).size() + drafts.get(at + 1).size();
    }

    private static List<Unit> finish(List<Draft> drafts) {
        var indices = new HashMap<OperatorPlace, Integer>();
        for (int i = 0; i < drafts.size(); i++) {
            for (MixedOperator member : drafts.get(i).members()) {
                indices.put(member.place(), i);
            }
        }
        var units = new ArrayList<Unit>();
        for (Draft draft : drafts) {
            int own = units.size();
            var sources = new HashSet<Integer>();
            for (MixedOperator member : draft.members()) {
                member.sources().stream()
                        .map(indices::get)
                        .filter(i -> i != null && i != own)
                        .forEach(sources::add);
            }
            units.add(new Unit(draft.members(), new TreeSet<>(draft.choices()), sources));
        }
        return units;
    }

    int count() {
        return list.size();
    }

    Unit get(int index) {
        return list.get(index);
    }

    /** Each unit at the precision that comes nearest to a wished one: itself, else the next more exact, else the next less. */
    Assignment uniform(Precision wished) {
        return new Assignment(list.stream().map(unit -> nearest(unit, wished)).toList());
    }

    /** With one precision from a unit on to before another, where they can have it. */
    Assignment with(Assignment assignment, int from, int to, Precision precision) {
        var changed = new ArrayList<>(assignment.precisions());
        for (int i = from; i < to; i++) {
            if (list.get(i).choices().contains(precision)) {
                changed.set(i, precision);
            }
        }
        return new Assignment(changed);
    }

    /** All that differ from an assignment by one precision for a run of neighbours. */
    List<Assignment> runsOf(Assignment assignment) {
        var runs = new LinkedHashSet<Assignment>();
        for (int length = 1; length <= count(); length = longer(length)) {
            for (int start = 0; start + length <= count(); start++) {
                for (Precision precision : Precision.values()) {
                    runs.add(with(assignment, start, start + length, precision));
                }
            }
        }
        runs.remove(assignment);
        return List.copyOf(runs);
    }

    /** The length of runs to be tried after another: any in small models, else powers of two. */
    int longer(int length) {
        return count() <= ALL_LENGTHS ? length + 1 : 2 * length;
    }

    private static Precision nearest(Unit unit, Precision wished) {
        var exacter = unit.choices().headSet(wished);
        if (unit.choices().contains(wished)) {
            return wished;
        }
        return exacter.isEmpty() ? unit.choices().first() : exacter.last();
    }

    /** What the assignment says of each operator. */
    PrecisionPlan plan(Assignment assignment) {
        Map<OperatorPlace, Precision> plan = new HashMap<>();
        for (int i = 0; i < list.size(); i++) {
            for (MixedOperator member : list.get(i).members()) {
                plan.put(member.place(), assignment.of(i));
            }
        }
        return new PrecisionPlan(new TreeMap<>(plan));
    }
}
