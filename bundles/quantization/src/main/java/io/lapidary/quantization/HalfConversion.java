package io.lapidary.quantization;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.lapidary.api.work.Finding;
import io.lapidary.model.Buffer;
import io.lapidary.model.BufferContent;
import io.lapidary.model.Encoding;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Tensor;

/**
 * Converts a model's weights to float16; a DEQUANTIZE makes them float32 again. What XNNPACK takes only together is converted together.
 */
public final class HalfConversion {
    /**
     * @param largest magnitude of the weights
     * @param content the weights as float16; none if they do not fit
     */
    private record Half(float largest, BufferContent content) {}

    private final ModelEditor editor;
    private final Predicate<FloatWeight> selection;
    private final long minElements;
    private final List<Finding> findings = new ArrayList<>();
    private long elements;
    private int tensors;

    /**
     * @param selection which weights are meant
     * @param minElements smaller ones stay as they are; a bias follows its filter
     */
    public HalfConversion(ModelEditor editor, Predicate<FloatWeight> selection, long minElements) {
        this.editor = editor;
        this.selection = selection;
        this.minElements = minElements;
    }

    /** Converts what is selected and fits. To be called once. */
    public void convert(WeightJobs jobs) throws InterruptedException {
        List<FilterGroups.Group> groups = FilterGroups.of(FloatWeight.of(editor.model())).stream()
                .filter(group -> group.filters().stream().anyMatch(this::chosen))
                .toList();
        // Tensors that share a buffer go on sharing one.
        var sources = new LinkedHashMap<Buffer, FloatWeight>();
        groups.forEach(group -> group.all()
                .forEach(weight -> sources.putIfAbsent(weight.tensor().buffer(), weight)));
        List<Half> made = jobs.each(List.copyOf(sources.values()), "converting weights", weight -> half(weight, jobs));
        var halves = new LinkedHashMap<Buffer, Half>();
        for (Buffer source : sources.keySet()) {
            halves.put(source, made.get(halves.size()));
        }
        var converted = new LinkedHashMap<Buffer, Buffer>();
        for (FilterGroups.Group group : groups) {
            if (fits(group, halves)) {
                for (FloatWeight weight : group.all()) {
                    Buffer source = weight.tensor().buffer();
                    convert(
                            weight,
                            converted.computeIfAbsent(
                                    source, s -> editor.addBuffer(halves.get(s).content())));
                }
            }
        }
        if (tensors == 0) {
            findings.add(nothingConverted());
        }
        editor.compact();
    }

    private boolean chosen(FloatWeight weight) {
        return weight.elements() >= Math.max(1, minElements) && selection.test(weight);
    }

    /** Whether float16 holds all of a group; what it does not hold is named. */
    private boolean fits(FilterGroups.Group group, Map<Buffer, Half> halves) {
        boolean fits = true;
        for (FloatWeight weight : group.all()) {
            Half half = halves.get(weight.tensor().buffer());
            if (half.content().isEmpty()) {
                findings.add(outOfRange(weight.tensor(), half.largest()));
                fits = false;
            }
        }
        return fits;
    }

    private static Half half(FloatWeight weight, WeightJobs jobs) {
        var values = weight.values();
        float largest = Magnitudes.largest(values);
        // Infinity and NaN do not fit either.
        BufferContent content = largest <= Float16.MAX
                ? jobs.content(2 * weight.elements(), out -> HalfWeights.convert(values, out))
                : BufferContent.NONE;
        return new Half(largest, content);
    }

    private void convert(FloatWeight weight, Buffer halves) {
        Tensor full = weight.tensor();
        editor.graph(full.subgraph())
                .conversions()
                .store(full, Encoding.FLOAT16)
                .data(halves);
        elements += weight.elements();
        tensors++;
    }

    private static Finding outOfRange(Tensor tensor, float largest) {
        return Finding.warning(
                "out-of-range",
                tensor.name(),
                "'" + tensor.name() + "' stays float32, and what goes with it: it holds " + largest
                        + ", and float16 ends at 65504. Scale the layer down, or exclude it.");
    }

    private Finding nothingConverted() {
        return Finding.warning(
                "nothing-converted",
                "",
                "No weight was converted: none is float32, selected and of at least " + minElements + " elements.");
    }

    /** What was converted: {@code converted_elements} and {@code converted_tensors}. */
    public Map<String, Double> measures() {
        return Map.of("converted_elements", (double) elements, "converted_tensors", (double) tensors);
    }

    /** What was not converted though it was selected, and why. */
    public List<Finding> findings() {
        return findings;
    }
}
