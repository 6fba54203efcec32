package io.lapidary.technique.mixedprecision.internal;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.quantization.integer.mixed.Precision;

/**
 * Finds the best assignment under limits: by prediction where to look, by measuring what to take. Along a walk from the
 * cheapest to the most exact assignment the place where the limits are met is found by bisection; what was measured on the
 * way, with further points of the walk, is the frontier; then runs of the best are changed for as long as that helps.
 */
final class Search {
    private final Units units;
    private final Sensitivities noise;
    private final Costs costs;
    private final Limits limits;
    private final Measured measured;
    private final int frontierPoints;
    private final int refinements;
    private final Walk.Pulse pulse;

    Search(
            Units units,
            Sensitivities noise,
            Costs costs,
            Limits limits,
            Measured measured,
            int frontierPoints,
            int refinements,
            Walk.Pulse pulse) {
        this.units = units;
        this.noise = noise;
        this.costs = costs;
        this.limits = limits;
        this.measured = measured;
        this.frontierPoints = frontierPoints;
        this.refinements = refinements;
        this.pulse = pulse;
    }

    /** The best point that meets all limits; empty if none of those measured does. */
    Optional<Point> run(List<Precision> uniforms) throws IOException, LapidaryException, InterruptedException {
        for (Precision uniform : uniforms) {
            measured.of(units.uniform(uniform));
        }
        List<Assignment> walk = new Walk(units, noise, costs).steps(pulse);
        bisect(walk);
        for (int i = 0; i < frontierPoints; i++) {
            measured.of(walk.get((int) ((long) i * (walk.size() - 1) / Math.max(1, frontierPoints - 1))));
        }
        Optional<Point> best = best();
        if (best.isPresent()) {
            refine(best.get());
        }
        return best();
    }

    /** Looks for the cheapest step that is good enough or, without a limit to quality, for the last that is cheap enough. */
    private void bisect(List<Assignment> walk) throws IOException, LapidaryException, InterruptedException {
        int below = -1;
        int above = walk.size();
        while (above - below > 1) {
            int middle = (below + above) >>> 1;
            Point point = measured.of(walk.get(middle));
            boolean lower = limits.askQuality() ? limits.meetQuality(point) : !limits.meetCost(point);
            if (lower) {
                above = middle;
            } else {
                below = middle;
            }
        }
    }

    private Optional<Point> best() {
        return measured.points().stream().filter(limits::meet).min(order());
    }

    /** With a limit to quality the cheapest is the best, without one the most exact. */
    private Comparator<Point> order() {
        Comparator<Point> cheap = Comparator.comparingDouble(costs::of);
        Comparator<Point> exact = Comparator.comparingDouble(Point::noise);
        return limits.askQuality() ? cheap.thenComparing(exact) : exact.thenComparing(cheap);
    }

    /** Tries changes of runs of units, those first that promise most. */
    private void refine(Point start) throws IOException, LapidaryException, InterruptedException {
        Point best = start;
        for (int tries = 0; tries < refinements; tries++) {
            Optional<Assignment> next = promising(best, List.of(best));
            if (tries % 2 == 1 || next.isEmpty()) {
                next = promising(best, measured.points());
            }
            if (next.isEmpty()) {
                return;
            }
            Point point = measured.of(next.get());
            if (limits.meet(point) && order().compare(point, best) < 0) {
                best = point;
            }
        }
    }

    /** The change that promises most, of the best itself or of another: from one not quite good enough it may be near. */
    private Optional<Assignment> promising(Point best, List<Point> bases) throws InterruptedException {
        Optional<Assignment> found = Optional.empty();
        double most = 0;
        for (Point from : bases) {
            pulse.check();
            var outlook = new Outlook(from, best, noise, costs, limits);
            for (Assignment other : units.runsOf(from.assignment())) {
                double promise = measured.knows(other) ? 0 : outlook.promise(other);
                if (promise > most) {
                    most = promise;
                    found = Optional.of(other);
                }
            }
        }
        return found;
    }
}
