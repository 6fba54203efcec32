package io.lapidary.quantization.calibration;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.parameter.Parameter;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.model.Model;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.description.ModelDescription;
import io.lapidary.model.description.TensorDescription;
import io.lapidary.quantization.statistics.ChannelStatistics;
import io.lapidary.quantization.statistics.NetworkStatistics;

/**
 * Ranges without samples: of each channel its mean and some standard deviations about it, as the network's own statistics tell
 * them ({@link NetworkStatistics}), within what its inputs' bounds and activation functions allow.
 */
public final class Derivation {
    /** As Nagel et al. 2019 take for activations, section 5. */
    private static final double SIX = 6;

    private static final Parameter<Double> DEVIATIONS = Parameter.number(
                    "deviations",
                    1,
                    100,
                    "Standard deviations about a channel's mean that its range holds, for a request without samples.")
            .defaultsTo(SIX);

    private final InputRanges inputs;
    private final double deviations;

    private Derivation(InputRanges inputs, double deviations) {
        this.inputs = inputs;
        this.deviations = deviations;
    }

    /** What a request can set. */
    public static List<Parameter<?>> parameters() {
        return List.of(InputRanges.PARAMETER, DEVIATIONS);
    }

    /**
     * @param parameters that declare {@link #parameters}
     * @throws LapidaryException of code invalid-parameter where what is said of inputs cannot be read
     */
    public static Derivation of(Parameters parameters) throws LapidaryException {
        return new Derivation(InputRanges.parse(parameters.get(InputRanges.PARAMETER)), parameters.get(DEVIATIONS));
    }

    /** One that knows nothing of inputs. */
    public static Derivation none() {
        return new Derivation(new InputRanges(Map.of(), Optional.empty()), SIX);
    }

    /** Whether something is said of inputs. */
    public boolean isGiven() {
        return inputs.others().isPresent() || !inputs.named().isEmpty();
    }

    /** @throws LapidaryException of code invalid-parameter, naming what is no input of the model */
    public void requireMatches(Model model) throws LapidaryException {
        inputs.requireMatches(model);
    }

    /**
     * @param graphs whose inputs a caller gives
     * @param decided ranges that earlier steps decided; go before all others
     * @param settings say of single activations what goes before what is derived
     * @return ranges of all activations of which something can be told
     * @throws LapidaryException CORRUPT_MODEL if the model's metadata cannot be read
     */
    public Map<Tensor, ValueRange> ranges(
            Model model,
            List<Subgraph> graphs,
            Map<Tensor, ValueRange> decided,
            CalibrationSettings settings,
            Levels levels)
            throws LapidaryException {
        var ranges = new LinkedHashMap<Tensor, ValueRange>();
        var choice = new RangeChoice(settings, levels);
        var described = described(model);
        for (Subgraph graph : graphs) {
            var given = new LinkedHashMap<Tensor, ChannelStatistics>();
            for (Tensor input : graph.inputs()) {
                if (Calibrator.isReal(input)) {
                    inputs.of(input)
                            .or(() -> Optional.ofNullable(described.get(input)))
                            .ifPresent(statistics -> given.put(input, statistics));
                }
            }
            for (Tensor tensor : graph.tensors()) {
                if (Calibrator.isReal(tensor)) {
                    Optional.ofNullable(decided.get(tensor))
                            .or(() -> settings.overrides().range(tensor))
                            .ifPresent(range -> given.merge(tensor, uniform(range), Derivation::within));
                }
            }
            var statistics = new NetworkStatistics(graph, given, deviations);
            graph.tensors().stream()
                    .filter(Calibrator::isReal)
                    .forEach(tensor -> statistics
                            .of(tensor)
                            .ifPresent(found -> ranges.put(tensor, choice.of(tensor, range(found)))));
        }
        return ranges;
    }

    private static ValueRange range(ChannelStatistics found) {
        double least = Arrays.stream(found.least()).min().orElse(0);
        double most = Arrays.stream(found.most()).max().orElse(0);
        return ValueRange.bounded(least, most);
    }

    private static ChannelStatistics uniform(ValueRange range) {
        return ChannelStatistics.uniform(range.min(), range.max());
    }

    /** Means and variances that are known besides a range stay, if they can be those of numbers within it. */
    private static ChannelStatistics within(ChannelStatistics known, ChannelStatistics range) {
        double least = range.least()[0];
        double most = range.most()[0];
        boolean fits = Arrays.stream(known.means()).allMatch(mean -> mean >= least && mean <= most);
        return fits ? known.heldWithin(least, most) : range;
    }

    /** By input of the main graph, what the model's metadata tells. */
    private static Map<Tensor, ChannelStatistics> described(Model model) throws LapidaryException {
        var described = new HashMap<Tensor, ChannelStatistics>();
        List<TensorDescription> descriptions = ModelDescription.inputs(model);
        List<Tensor> tensors = model.main().inputs();
        for (int i = 0; i < Math.min(tensors.size(), descriptions.size()); i++) {
            Tensor input = tensors.get(i);
            DescribedInputs.of(input, descriptions.get(i)).ifPresent(found -> described.put(input, found));
        }
        return described;
    }
}
