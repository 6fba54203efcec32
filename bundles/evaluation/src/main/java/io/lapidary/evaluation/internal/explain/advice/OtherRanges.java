package io.lapidary.evaluation.internal.explain.advice;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.evaluation.Advice;
import io.lapidary.api.evaluation.ValueInterval;
import io.lapidary.api.model.TensorNames;
import io.lapidary.evaluation.internal.explain.match.ExplainedModel;
import io.lapidary.quantization.NamedTensors;

/**
 * Activations get other ranges, and so does what shares their scales.
 *
 * @param ranges none of which overlaps another
 */
record OtherRanges(ExplainedModel models, List<OtherRange> ranges) implements Change {
    private static final int MOST_NAMED = 3;

    /**
     * @param why in words, as in "all that was seen"
     */
    record OtherRange(ScaleGroup group, ValueInterval interval, String why) {
        String name() {
            return group.first().name();
        }

        private String words() {
            String whose = group.first()
                    .producer()
                    .map(maker -> "output of " + Change.name(maker))
                    .orElse("input '" + TensorNames.brief(name()) + "'");
            return String.format(
                    Locale.ROOT, "%s range from %.4g to %.4g (%s)", whose, interval.min(), interval.max(), why);
        }
    }

    @Override
    public String kind() {
        return Advice.RANGE;
    }

    @Override
    public List<String> names() {
        return ranges.stream().map(OtherRange::name).toList();
    }

    @Override
    public String what() {
        var named = new ArrayList<>(
                ranges.stream().limit(MOST_NAMED).map(OtherRange::words).toList());
        if (ranges.size() > MOST_NAMED) {
            named.add((ranges.size() - MOST_NAMED) + " more likewise");
        }
        return "Let the " + String.join(", the ", named);
    }

    @Override
    public Wish wish() {
        return Wish.parameter("ranges", ranges.stream().map(this::value).toList(), ";");
    }

    /** By the first of joined names, where the original knows the activation by it. */
    private String value(OtherRange range) {
        String name = models.match()
                .original(range.group().first())
                .filter(tensor -> tensor.name().equals(range.name()))
                .flatMap(NamedTensors::brief)
                .orElse(range.name());
        return name + "=" + range.interval().min() + ":" + range.interval().max();
    }

    @Override
    public void write(Path file) throws IOException, LapidaryException {
        PackagedCopy.write(
                models,
                file,
                (editor, graph) -> ranges.forEach(range -> range.group().rewrite(editor, graph, range.interval())));
    }
}
