package io.lapidary.quantization.equalization;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.work.WorkContext;
import io.lapidary.model.Model;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;

/**
 * What an equalization would do between two layers.
 *
 * @param first makes the channels
 * @param second reads them
 * @param between the activations from the one to the other, in order
 * @param scales by channel, what the activations are divided by
 */
public record ChannelScales(Operator first, Operator second, List<Tensor> between, List<Double> scales) {
    public ChannelScales {
        between = List.copyOf(between);
        scales = List.copyOf(scales);
    }

    /**
     * Decides, and changes nothing.
     *
     * @param model a float model
     * @param file of the same
     * @param samples if there are any; without them weights are balanced
     * @return pairs of layers of which a channel would be scaled, in order of execution
     */
    public static List<ChannelScales> of(
            Model model, Path file, Optional<SampleSet> samples, EqualizationSettings settings, WorkContext context)
            throws LapidaryException, InterruptedException {
        List<Pair> pairs = PairFinder.find(model);
        Activations activations = samples.isPresent()
                ? Activations.measure(model, file, pairs, samples.get(), context)
                : Activations.UNKNOWN;
        var equalization = new Equalization(pairs, new ClipCheck(activations));
        new Balancing(settings, activations, samples.isPresent(), context).run(equalization);
        return equalization.links().stream()
                .map(ChannelScales::of)
                .filter(pair -> pair.scales().stream().anyMatch(scale -> scale != 1))
                .toList();
    }

    private static ChannelScales of(Link link) {
        var scales = new ArrayList<Double>();
        for (int c = 0; c < link.pair().channels(); c++) {
            scales.add(link.scale(c));
        }
        return new ChannelScales(
                link.pair().first().operator(),
                link.pair().second().operator(),
                link.pair().between(),
                scales);
    }
}
