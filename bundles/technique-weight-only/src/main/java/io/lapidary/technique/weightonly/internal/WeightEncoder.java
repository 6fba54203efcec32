package io.lapidary.technique.weightonly.internal;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.model.BufferContent;
import io.lapidary.model.ChannelLayout;
import io.lapidary.quantization.BlockScales;
import io.lapidary.quantization.Magnitudes;
import io.lapidary.quantization.PackedWeights;
import io.lapidary.quantization.ScaleSearch;
import io.lapidary.quantization.SymmetricWeights;
import io.lapidary.quantization.WeightFormat;
import io.lapidary.quantization.WeightJobs;
import io.lapidary.quantization.WeightRounding;

/** Chooses scales and makes the integers of weights; of those that share a buffer and a layout, once. */
final class WeightEncoder {
    private final WeightJobs jobs;
    private final boolean search;

    /** @param search for the scales of least squared error, instead of taking those of the largest weight */
    WeightEncoder(WeightJobs jobs, boolean search) {
        this.jobs = jobs;
        this.search = search;
    }

    /** The choices carried out, in their order. */
    List<EncodedWeight> encode(List<StorageChoice> choices) throws InterruptedException {
        var wanted = new LinkedHashMap<EncodedWeight.Source, StorageChoice>();
        choices.forEach(choice -> wanted.putIfAbsent(EncodedWeight.Source.of(choice), choice));
        List<EncodedWeight> made = jobs.each(List.copyOf(wanted.values()), "quantizing weights", this::encode);
        var bySource = new LinkedHashMap<EncodedWeight.Source, EncodedWeight>();
        for (EncodedWeight weight : made) {
            bySource.put(List.copyOf(wanted.keySet()).get(bySource.size()), weight);
        }
        return results(choices, bySource);
    }

    private static List<EncodedWeight> results(
            List<StorageChoice> choices, Map<EncodedWeight.Source, EncodedWeight> made) {
        var results = new ArrayList<EncodedWeight>();
        for (StorageChoice choice : choices) {
            EncodedWeight weight = made.get(EncodedWeight.Source.of(choice));
            boolean blocksGivenUp = choice.inBlocks() && !weight.choice().inBlocks();
            results.add(new EncodedWeight(
                    blocksGivenUp ? choice.withoutBlocks() : choice, weight.scales(), weight.content()));
        }
        return results;
    }

    private EncodedWeight encode(StorageChoice choice) {
        FloatBuffer values = choice.weight().values();
        ChannelLayout layout = choice.layout();
        float[] largest = Magnitudes.largest(values, layout);
        for (float magnitude : largest) {
            if (!Float.isFinite(magnitude)) {
                return new EncodedWeight(choice, new float[0], BufferContent.NONE);
            }
        }
        WeightFormat format = choice.format();
        float[] scales = decided(choice)
                .orElseGet(() ->
                        search ? ScaleSearch.leastSquares(values, layout, format, largest) : format.scales(largest));
        if (choice.inBlocks()) {
            var storable = BlockScales.storable(scales);
            if (storable.isEmpty()) {
                return encode(choice.withoutBlocks());
            }
            return new EncodedWeight(choice, storable.get(), content(choice, values, storable.get()));
        }
        return new EncodedWeight(choice, scales, content(choice, values, scales));
    }

    private static Optional<float[]> decided(StorageChoice choice) {
        return choice.inBlocks()
                ? Optional.empty()
                : choice.decision().scales(choice.axis().orElse(-1), choice.format());
    }

    private BufferContent content(StorageChoice choice, FloatBuffer values, float[] scales) {
        WeightFormat format = choice.format();
        ChannelLayout layout = choice.layout();
        WeightRounding rounding = choice.inBlocks()
                ? WeightRounding.NEAREST
                : choice.decision().rounding(scales, choice.axis().orElse(-1), format);
        return jobs.content(format.type().bytes(layout.elements()), out -> {
            switch (format) {
                case INT8 -> SymmetricWeights.quantize(values, layout, scales, rounding, out);
                case INT4, INT4_FULL -> PackedWeights.quantize(values, layout, format, scales, rounding, out);
            }
        });
    }
}
