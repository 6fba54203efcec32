package io.lapidary.technique.mixedprecision.internal;

import java.util.ArrayList;
import java.util.List;

import io.lapidary.quantization.integer.mixed.Precision;

/**
 * A precision for each unit.
 *
 * @param precisions by the unit's index
 */
record Assignment(List<Precision> precisions) {
    Assignment {
        precisions = List.copyOf(precisions);
    }

    Precision of(int unit) {
        return precisions.get(unit);
    }

    Assignment with(int unit, Precision precision) {
        var changed = new ArrayList<>(precisions);
        changed.set(unit, precision);
        return new Assignment(changed);
    }
}
