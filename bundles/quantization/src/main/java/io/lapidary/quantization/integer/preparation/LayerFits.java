package io.lapidary.quantization.integer.preparation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.work.WorkContext;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;
import io.lapidary.quantization.WeightJobs;
import io.lapidary.quantization.integer.constant.ScaleTrials;
import io.lapidary.quantization.integer.constant.WeightScales;
import io.lapidary.quantization.integer.rule.OperatorRule;
import io.lapidary.quantization.integer.rule.OperatorRules;
import io.lapidary.quantization.integer.rule.WeightChoice;
import io.lapidary.quantization.integer.settings.IntegerSettings;
import io.lapidary.quantization.layer.LinearLayer;
import io.lapidary.quantization.layer.PatchGathering;
import io.lapidary.quantization.layer.PatchMoments;
import io.lapidary.quantization.layer.WeightRows;

/**
 * Chooses scales of layers' weights by what their rounding errors e do to the layers' outputs: of some scales, by channel, the one of
 * the least {@code e' S e} with the covariance S of what the weights are multiplied by, as samples show it; with the second moments
 * where no bias makes up for means. Activations mostly go along with one another, so that which way errors go together decides more than
 * how large they are.
 *
 * <p>Within blocks of a row, so that memory and time are bounded.
 */
final class LayerFits {
    /** Places of an activation that are looked at in each sample. */
    private static final int PATCHES = 32;

    private static final int MOST_BLOCK = 256;
    private static final int LEAST_BLOCK = 16;
    /** About how many products of weights are summed for each scale that is tried. */
    private static final long PRODUCTS = 1L << 27;

    private final IntegerSettings settings;
    private final WorkContext context;

    LayerFits(IntegerSettings settings, WorkContext context) {
        this.settings = settings;
        this.context = context;
    }

    /**
     * @param ground whose weights are not yet integers
     * @param wanted tells operators whose weights are to be fitted
     * @return scales by weights, one or one for each channel; of those that were seen
     */
    Map<Tensor, float[]> of(Groundwork ground, SampleSet samples, Predicate<Operator> wanted)
            throws LapidaryException, InterruptedException {
        List<LinearLayer> layers = PatchGathering.layers(ground.editor().model()).stream()
                .filter(layer -> wanted.test(layer.operator())
                        && weight(layer).isPresent()
                        && !ground.weights().isDecided(layer.weights()))
                .toList();
        if (layers.isEmpty()) {
            return Map.of();
        }
        long elements = layers.stream()
                .mapToLong(layer -> layer.weights().shape().elements())
                .sum();
        int block = (int) Math.max(LEAST_BLOCK, Math.min(MOST_BLOCK, PRODUCTS / elements));
        Map<Operator, PatchMoments> moments =
                new PatchGathering(block, PATCHES).gather(ground.file(), layers, samples, context);
        List<LinearLayer> seen = layers.stream()
                .filter(layer -> moments.get(layer.operator()).patches() > 1)
                .toList();
        List<float[]> fitted = WeightJobs.silent(context)
                .each(seen, "scales of weights", layer -> fit(layer, moments.get(layer.operator()), ground.weights()));
        var scales = new LinkedHashMap<Tensor, float[]>();
        for (int i = 0; i < fitted.size(); i++) {
            scales.put(seen.get(i).weights(), fitted.get(i));
        }
        return scales;
    }

    private static Optional<OperatorRule.Weight> weight(LinearLayer layer) {
        return OperatorRules.of(layer.operator().type()).flatMap(rule -> rule.weight(1));
    }

    private float[] fit(LinearLayer layer, PatchMoments moments, WeightChoice choice) {
        int axis = choice.axis(weight(layer).orElseThrow());
        float[] least = WeightScales.of(layer.weights(), axis).scales();
        WeightRows rows = layer.rows();
        FloatBuffer weights = layer.weights().data().asFloatBuffer();
        var trials = new ScaleTrials(least);
        for (int group = 0; group < rows.groups(); group++) {
            int ofGroup = rows.outputs() / rows.groups();
            for (int block = 0; block < moments.blocks(); block++) {
                double[] moved = moved(layer, moments, group, block);
                int from = block * moments.block();
                int to = from + moments.size(block);
                for (int output = group * ofGroup; output < (group + 1) * ofGroup; output++) {
                    trials.add(least.length == 1 ? 0 : output, rows.row(weights, output, from, to), moved);
                }
            }
        }
        return trials.best();
    }

    /** The covariance of a block, or its second moments. */
    private double[] moved(LinearLayer layer, PatchMoments moments, int group, int block) {
        try {
            double[] products = moments.products(group, block);
            boolean corrected = settings.biasCorrection() && layer.biasInput() >= 0;
            if (corrected) {
                double[] means = moments.means(group);
                int from = block * moments.block();
                int size = moments.size(block);
                for (int i = 0; i < products.length; i++) {
                    products[i] -= means[from + i / size] * means[from + i % size];
                }
            }
            return products;
        } catch (IOException e) {
            throw new UncheckedIOException("moments cannot be read", e);
        }
    }
}
