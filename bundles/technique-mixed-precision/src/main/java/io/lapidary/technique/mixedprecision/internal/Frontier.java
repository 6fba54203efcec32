package io.lapidary.technique.mixedprecision.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.lapidary.quantization.integer.mixed.MixedOperator;
import io.lapidary.quantization.integer.mixed.Precision;

/**
 * What was measured, as a table for programs.
 *
 * @param units of the model
 * @param noise of each
 * @param points all that were measured
 * @param chosen one of them
 */
record Frontier(Units units, Sensitivities noise, List<Point> points, Point chosen) {
    String json(Map<String, ?> request) {
        var table = new LinkedHashMap<String, Object>();
        table.put("request", request);
        table.put("chosen", point(chosen));
        table.put("points", points.stream().map(this::point).toList());
        var operators = new ArrayList<Object>();
        for (int i = 0; i < units.count(); i++) {
            for (MixedOperator member : units.get(i).members()) {
                operators.add(operator(i, member));
            }
        }
        table.put("operators", operators);
        return Json.of(table);
    }

    private Map<String, Object> point(Point point) {
        var row = new LinkedHashMap<String, Object>();
        row.put("bytes", point.bytes());
        row.put("sqnr_db", point.sqnrDb());
        row.put("predicted_sqnr_db", Point.decibels(noise.of(point.assignment())));
        point.accuracyDrop().ifPresent(drop -> row.put("accuracy_drop", drop));
        row.put("relative_time", point.relativeTime());
        point.latencyMicros().ifPresent(micros -> row.put("latency_us", micros));
        row.put("on_frontier", Measured.isOnFrontier(point, points));
        row.put("float_islands", point.islands());
        row.put("operators", counts(point.assignment()));
        row.put("plan", units.plan(point.assignment()).text());
        return row;
    }

    /** Operators by precision. */
    Map<String, Integer> counts(Assignment assignment) {
        var counts = new LinkedHashMap<String, Integer>();
        for (Precision precision : Precision.values()) {
            counts.put(precision.id(), 0);
        }
        for (int i = 0; i < units.count(); i++) {
            counts.merge(assignment.of(i).id(), units.get(i).members().size(), Integer::sum);
        }
        return counts;
    }

    private Map<String, Object> operator(int unit, MixedOperator operator) {
        var row = new LinkedHashMap<String, Object>();
        row.put("subgraph", operator.place().subgraph());
        row.put("position", operator.place().position());
        row.put("type", operator.type().name());
        row.put("name", operator.name());
        row.put("unit", unit);
        row.put("precision", chosen.assignment().of(unit).id());
        var alone = new LinkedHashMap<String, Object>();
        for (Precision precision : units.get(unit).choices()) {
            if (precision != Precision.FLOAT32) {
                alone.put(precision.id(), Point.decibels(noise.of(unit, precision)));
            }
        }
        row.put("unit_alone_sqnr_db", alone);
        var obstacles = new LinkedHashMap<String, Object>();
        for (Precision precision : Precision.values()) {
            if (operator.obstacles().containsKey(precision)) {
                obstacles.put(precision.id(), operator.obstacles().get(precision));
            }
        }
        row.put("not_possible", obstacles);
        return row;
    }
}
