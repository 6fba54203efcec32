package io.lapidary.technique.mixedprecision.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.lapidary.api.ErrorCode;
import io.lapidary.api.ErrorType;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.work.Finding;
import io.lapidary.quantization.integer.mixed.MixedOperator;
import io.lapidary.quantization.integer.mixed.MixedResult;
import io.lapidary.quantization.integer.mixed.OperatorPlace;
import io.lapidary.quantization.integer.mixed.Precision;

/** Says in words what was found. */
final class Explanation {
    static final ErrorCode UNREACHABLE = new ErrorCode("mixed-precision.unreachable-limit", ErrorType.REQUEST);

    private static final int WORST = 5;
    private static final double SLOW = 1.5;

    private final Units units;
    private final Sensitivities noise;

    Explanation(Units units, Sensitivities noise) {
        this.units = units;
        this.noise = noise;
    }

    /** Of a measured point, for people. */
    String of(Point point) {
        String drop = point.accuracyDrop().isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", accuracy drop %.4f",
                        point.accuracyDrop().getAsDouble());
        String latency = point.latencyMicros().isEmpty()
                ? ""
                : String.format(Locale.ROOT, ", %,.0f us", point.latencyMicros().getAsDouble());
        return String.format(Locale.ROOT, "%,d bytes, %.1f dB", point.bytes(), point.sqnrDb()) + drop + latency;
    }

    /** The operators that suffer most from the least exact precision that they can have. */
    List<Finding> worst(Assignment chosen) {
        return IntStream.range(0, units.count())
                .filter(i -> units.get(i).isFree())
                .boxed()
                .sorted(Comparator.comparingDouble(
                        (Integer i) -> -noise.of(i, units.get(i).choices().last())))
                .limit(WORST)
                .map(i -> worst(i, chosen.of(i)))
                .toList();
    }

    private Finding worst(int unit, Precision chosen) {
        Precision least = units.get(unit).choices().last();
        MixedOperator head = units.get(unit).members().get(0);
        return Finding.note(
                "sensitive-operator",
                head.name(),
                String.format(
                        Locale.ROOT,
                        "%s alone in %s leaves the outputs at %.1f dB; it is computed in %s.",
                        units.get(unit).label(),
                        least.id(),
                        Point.decibels(noise.of(unit, least)),
                        chosen.id()));
    }

    /** What else the reader should know of the chosen model. */
    List<Finding> notes(Point chosen, MixedResult written, String plan, Map<String, Integer> counts) {
        var findings = new ArrayList<Finding>();
        findings.add(Finding.note(
                "precision-plan",
                "",
                "Chosen: " + of(chosen) + ": " + words(counts) + ". Repeat it with plan=" + plan));
        if (chosen.relativeTime() > SLOW) {
            findings.add(Finding.warning(
                    "slower-than-original",
                    "",
                    String.format(
                            Locale.ROOT,
                            "The model takes about %.1f times the original's time, for int16x8 has no fast kernels on CPUs;"
                                    + " leave int16x8 out of 'precisions', or set objective=latency.",
                            chosen.relativeTime())));
        }
        written.islands().forEach((place, reason) -> findings.add(island(place, reason)));
        return findings;
    }

    private static String words(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> entry.getValue() + " in " + entry.getKey())
                .collect(Collectors.joining(", ", "operators ", ""));
    }

    private Finding island(OperatorPlace place, String reason) {
        Optional<MixedOperator> operator = IntStream.range(0, units.count())
                .boxed()
                .flatMap(i -> units.get(i).members().stream())
                .filter(member -> member.place().equals(place))
                .findFirst();
        String title = operator.map(known -> known.type() + " '" + known.name() + "'")
                .orElse("Operator " + place.position() + " of subgraph " + place.subgraph());
        return Finding.note(
                "float-island",
                operator.map(MixedOperator::name).orElse(""),
                title + " stays in float32: " + reason + ".");
    }

    /** @param points all that were measured, none of which meets the limits */
    LapidaryException unreachable(Limits limits, List<Point> points) {
        Point nearest = points.stream()
                .min(Comparator.comparingDouble(limits::distance).thenComparingDouble(Point::noise))
                .orElseThrow();
        var fewest = points.stream().mapToLong(Point::bytes).min().orElseThrow();
        var most = points.stream().mapToDouble(Point::sqnrDb).max().orElseThrow();
        return new LapidaryException(
                UNREACHABLE,
                String.format(
                        Locale.ROOT,
                        "None of %,d measured choices of precisions meets %s; the nearest has %s. The smallest has %,d bytes,"
                                + " the most exact %.1f dB.",
                        points.size(),
                        String.join(" and ", limits.missedBy(nearest)),
                        of(nearest),
                        fewest,
                        most),
                "Relax that limit, or repeat the nearest with plan="
                        + units.plan(nearest.assignment()).text() + ".");
    }
}
