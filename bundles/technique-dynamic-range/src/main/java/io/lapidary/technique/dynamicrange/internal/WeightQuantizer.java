package io.lapidary.technique.dynamicrange.internal;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

import io.lapidary.model.Buffer;
import io.lapidary.model.BufferContent;
import io.lapidary.model.ChannelLayout;
import io.lapidary.quantization.FloatWeight;
import io.lapidary.quantization.Magnitudes;
import io.lapidary.quantization.PackedWeights;
import io.lapidary.quantization.ScaleSearch;
import io.lapidary.quantization.SymmetricWeights;
import io.lapidary.quantization.WeightDecision;
import io.lapidary.quantization.WeightFormat;
import io.lapidary.quantization.WeightJobs;
import io.lapidary.quantization.WeightRounding;

/** Quantizes the weights of planned choices; those that share a buffer and an axis, once. */
final class WeightQuantizer {
    /** What tensors must have in common to share a converted buffer. */
    record Source(Buffer buffer, OptionalInt axis, WeightFormat format, WeightDecision decision) {
        static Source of(WeightPlan.Choice choice) {
            return new Source(choice.weight().tensor().buffer(), choice.axis(), choice.format(), choice.decision());
        }
    }

    /**
     * @param scales by channel; empty if a weight is not finite
     * @param content the integers
     */
    record Quantized(float[] scales, BufferContent content) {
        boolean isFinite() {
            return scales.length > 0;
        }
    }

    /** A choice, and what it comes to. */
    record Result(WeightPlan.Choice choice, Source source, Quantized quantized) {}

    private static final Quantized NOT_FINITE = new Quantized(new float[0], BufferContent.NONE);

    private final WeightJobs jobs;
    private final Map<Source, Quantized> done = new HashMap<>();

    WeightQuantizer(WeightJobs jobs) {
        this.jobs = jobs;
    }

    /** Plans, quantizes, and plans anew without the weights that turn out to be not finite, until all are. */
    List<Result> run(WeightPlan plan) throws InterruptedException {
        List<WeightPlan.Choice> choices = plan.choose();
        while (true) {
            quantize(choices);
            List<Result> results = choices.stream().map(this::result).toList();
            List<FloatWeight> broken = results.stream()
                    .filter(result -> !result.quantized().isFinite())
                    .map(result -> result.choice().weight())
                    .toList();
            if (broken.isEmpty()) {
                return results;
            }
            broken.forEach(plan::leaveOutNotFinite);
            choices = plan.choose();
        }
    }

    private Result result(WeightPlan.Choice choice) {
        Source source = Source.of(choice);
        return new Result(choice, source, done.get(source));
    }

    private void quantize(List<WeightPlan.Choice> choices) throws InterruptedException {
        var wanted = new LinkedHashMap<Source, WeightPlan.Choice>();
        for (WeightPlan.Choice choice : choices) {
            if (!done.containsKey(Source.of(choice))) {
                wanted.putIfAbsent(Source.of(choice), choice);
            }
        }
        List<Quantized> made = jobs.each(List.copyOf(wanted.values()), "quantizing weights", this::quantize);
        var next = made.iterator();
        wanted.keySet().forEach(source -> done.put(source, next.next()));
    }

    private Quantized quantize(WeightPlan.Choice choice) {
        var values = choice.weight().values();
        ChannelLayout layout = choice.layout();
        float[] largest = Magnitudes.largest(values, layout);
        for (float magnitude : largest) {
            if (!Float.isFinite(magnitude)) {
                return NOT_FINITE;
            }
        }
        WeightFormat format = choice.format();
        long bytes = format.type().bytes(layout.elements());
        int axis = choice.axis().orElse(-1);
        float[] scales = choice.decision().scales(axis, format).orElseGet(() -> switch (format) {
            case INT8 -> format.scales(largest);
            case INT4, INT4_FULL -> ScaleSearch.leastSquares(values, layout, format, largest);
        });
        WeightRounding rounding = choice.decision().rounding(scales, axis, format);
        return new Quantized(scales, jobs.content(bytes, out -> {
            switch (format) {
                case INT8 -> SymmetricWeights.quantize(values, layout, scales, rounding, out);
                case INT4, INT4_FULL -> PackedWeights.quantize(values, layout, format, scales, rounding, out);
            }
        }));
    }
}
