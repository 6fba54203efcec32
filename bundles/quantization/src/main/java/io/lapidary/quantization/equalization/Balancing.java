package io.lapidary.quantization.equalization;

import java.util.List;
import java.util.Map;

import io.lapidary.api.work.WorkContext;
import io.lapidary.quantization.equalization.EqualizationSettings.Balance;

/** Sets the scales of all pairs, as the settings say. */
final class Balancing {
    private final EqualizationSettings settings;
    private final Activations activations;
    private final boolean sampled;
    private final WorkContext context;

    /** @param sampled whether the activations were seen by samples */
    Balancing(EqualizationSettings settings, Activations activations, boolean sampled, WorkContext context) {
        this.settings = settings;
        this.activations = activations;
        this.sampled = sampled;
        this.context = context;
    }

    /** @return what it took, by name */
    Map<String, Double> run(Equalization equalization) throws InterruptedException {
        Map<String, Double> measures = balance(equalization.links());
        if (settings.powerOfTwo()) {
            equalization.roundToPowersOfTwo();
        }
        return measures;
    }

    private Map<String, Double> balance(List<Link> links) throws InterruptedException {
        if (settings.balance() == Balance.WEIGHTS || !sampled) {
            return Map.of("sweeps", (double) new WeightBalance(settings.iterations(), context).run(links));
        }
        int balanced = settings.balance() == Balance.ACTIVATIONS
                ? new ActivationBalance(activations, context).run(links)
                : new NoiseBalance(activations, context, settings.weightBits(), settings.activationBits()).run(links);
        return Map.of("balanced_by_samples", (double) balanced);
    }
}
