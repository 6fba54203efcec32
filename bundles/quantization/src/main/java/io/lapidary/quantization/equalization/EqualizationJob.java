package io.lapidary.quantization.equalization;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.technique.TechniqueResult;
import io.lapidary.api.work.WorkContext;
import io.lapidary.api.work.WriteFailures;
import io.lapidary.model.Model;
import io.lapidary.model.TfliteReader;
import io.lapidary.quantization.equalization.EqualizationSettings.Balance;

/**
 * Equalizes a model, from file to file: look, balance, write, compare.
 *
 * @param original a float model; it is left as it is
 * @param samples representative ones, if there are any
 */
public record EqualizationJob(
        Path original, EqualizationSettings settings, Optional<SampleSet> samples, WorkContext context) {
    public EqualizationJob {
        samples = samples.filter(set -> set.count() > 0);
    }

    /**
     * @throws LapidaryException of code missing-data if the balance needs samples and there are none; of code
     *     verification-failed if the scaled model computes something else
     */
    public TechniqueResult run() throws LapidaryException, InterruptedException {
        return decide().write();
    }

    /**
     * Looks and balances, and writes nothing.
     *
     * @throws LapidaryException of code missing-data if the balance needs samples and there are none
     */
    public DecidedEqualization decide() throws LapidaryException, InterruptedException {
        Balance balance = settings.balance();
        if (samples.isEmpty() && (balance == Balance.ACTIVATIONS || balance == Balance.NOISE)) {
            throw new LapidaryException(
                    ErrorCodes.MISSING_DATA,
                    "equalize: balance=" + balance.name().toLowerCase(Locale.ROOT)
                            + " needs representative samples, and there are none.",
                    "Give samples, or balance=weights.");
        }
        context.progress(0, "looking for pairs of layers");
        context.checkCancelled();
        try {
            Model model = TfliteReader.read(original);
            List<Pair> pairs = PairFinder.find(model);
            Activations activations = samples.isPresent()
                    ? Activations.measure(model, original, pairs, samples.get(), context)
                    : Activations.UNKNOWN;
            context.progress(0.5, "balancing");
            var equalization = new Equalization(pairs, new ClipCheck(activations));
            Map<String, Double> balanced =
                    new Balancing(settings, activations, samples.isPresent(), context).run(equalization);
            return new DecidedEqualization(this, model, equalization, activations, balanced);
        } catch (IOException e) {
            throw WriteFailures.of(context.workFolder(), e);
        }
    }
}
