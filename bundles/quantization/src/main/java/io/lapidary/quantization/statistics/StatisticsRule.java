package io.lapidary.quantization.statistics;

import java.util.List;

import io.lapidary.model.Operator;

/** What a kind of operator makes of what is known of its inputs. */
interface StatisticsRule {
    /** One for each of its outputs; none where it cannot be told. */
    List<Distribution> of(Operator operator, Known known);
}
