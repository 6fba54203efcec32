package io.lapidary.report.internal.chart;

import java.util.Objects;

/**
 * @param name what its label says
 * @param bytes its place on the horizontal axis
 * @param quality its place on the vertical axis
 * @param original whether it is what the others are compared with
 */
public record ScatterPoint(String name, double bytes, double quality, boolean original) {
    public ScatterPoint {
        Objects.requireNonNull(name, "name");
    }
}
