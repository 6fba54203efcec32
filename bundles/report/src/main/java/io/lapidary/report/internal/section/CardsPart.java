package io.lapidary.report.internal.section;

import java.util.List;
import java.util.Optional;

import io.lapidary.api.engine.LatencyResult.Quantiles;
import io.lapidary.api.evaluation.Evaluation;
import io.lapidary.api.evaluation.ModelMeasurement;
import io.lapidary.report.internal.chart.StackedBar;
import io.lapidary.report.internal.format.Amounts;
import io.lapidary.report.internal.format.Change;
import io.lapidary.report.internal.format.MetricText;
import io.lapidary.report.internal.html.Element;

/** The few numbers that matter, before and after, one card each. */
final class CardsPart {
    private CardsPart() {}

    static Element render(Evaluation evaluation) {
        ModelMeasurement before = evaluation.original();
        ModelMeasurement after = evaluation.result();
        var cards = Element.of("div", "cards");
        cards.add(cost("Size", before.bytes(), after.bytes()));
        cards.add(cost("Zipped", before.zippedBytes(), after.zippedBytes()));
        evaluation.primaryMetric().flatMap(m -> metric(m.id(), before, after)).ifPresent(cards::add);
        Double agreement = after.metrics().get(MetricText.AGREEMENT);
        if (agreement != null) {
            cards.add(agreement(agreement, evaluation.samples()));
        }
        before.latency().ifPresent(b -> after.latency().ifPresent(a -> cards.add(latency(b, a, evaluation))));
        return cards;
    }

    private static Element cost(String title, long before, long after) {
        return card(title, Amounts.bytes(after))
                .add(compared("was " + Amounts.bytes(before), Change.ofCost(before, after)))
                .add(bars(before, after));
    }

    private static Optional<Element> metric(String id, ModelMeasurement before, ModelMeasurement after) {
        Double was = before.metrics().get(id);
        Double is = after.metrics().get(id);
        if (was == null || is == null) {
            return Optional.empty();
        }
        Element card = card(MetricText.name(id), MetricText.value(id, is))
                .add(compared("was " + MetricText.value(id, was), MetricText.change(id, was, is)));
        return Optional.of(MetricText.isShare(id) ? card.add(bars(was, is, 1)) : card);
    }

    private static Element agreement(double share, long samples) {
        String alike = Amounts.count(Math.round(share * samples)) + " of " + Amounts.count(samples) + " answers alike";
        return card("Agreement", Amounts.percent(share))
                .add(Element.of("div", "card-was").text(alike))
                .add(bars(1, share, 1));
    }

    private static Element latency(Quantiles before, Quantiles after, Evaluation evaluation) {
        String threads = evaluation.latencyThreads() == 1 ? "1 thread" : evaluation.latencyThreads() + " threads";
        return card("Latency, median", Amounts.micros(after.p50()))
                .add(compared("was " + Amounts.micros(before.p50()) + ", " + threads, Change.ofLatency(before, after)))
                .add(bars(before.p50(), after.p50()));
    }

    private static Element card(String title, String value) {
        return Element.of("div", "card")
                .add(
                        Element.of("div", "card-title").text(title),
                        Element.of("div", "card-value").text(value));
    }

    private static Element compared(String was, Change change) {
        return Element.of("div", "card-was").add(Element.of("span").text(was), Parts.pill(change));
    }

    private static Element bars(double before, double after) {
        return bars(before, after, Math.max(before, after));
    }

    private static Element bars(double before, double after, double full) {
        return Element.of("div", "card-bars")
                .add(
                        StackedBar.draw(List.of(new StackedBar.Part("before", before, "c-original")), full, 5),
                        StackedBar.draw(List.of(new StackedBar.Part("after", after, "c-result")), full, 5));
    }
}
