package io.lapidary.quantization.integer.range;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.work.Finding;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;
import io.lapidary.quantization.calibration.Calibration;
import io.lapidary.quantization.calibration.ValueRange;
import io.lapidary.quantization.integer.preparation.Groundwork;
import io.lapidary.quantization.integer.rule.OperatorRule;
import io.lapidary.quantization.integer.rule.OperatorRules;
import io.lapidary.quantization.integer.scheme.IntegerScheme;
import io.lapidary.quantization.integer.settings.IntegerSettings;

/**
 * Derived from weights and from what is known of inputs, without a sample and without an engine. Good enough for ranges; what
 * channels' means and magnitudes are is known too roughly to change the model by it.
 */
public record DerivedRanges(IntegerSettings settings) implements RangeSource {
    /** @throws LapidaryException of code missing-data if an operator that could be computed in integers lacks a range */
    @Override
    public List<Calibration> ranges(Groundwork ground, List<IntegerScheme> schemes, List<Finding> findings)
            throws LapidaryException {
        settings.derivation().requireMatches(ground.editor().model());
        var calibrations = new ArrayList<Calibration>();
        for (IntegerScheme scheme : schemes) {
            Map<Tensor, ValueRange> ranges = derived(ground, scheme);
            for (Operator operator : ground.graphs().operators()) {
                OperatorRules.of(operator.type())
                        .flatMap(OperatorRule::stateful)
                        .ifPresent(kernel ->
                                kernel.bounds(operator).forEach((state, range) -> ranges.putIfAbsent(state, range)));
            }
            NeededRanges.narrow(ground, scheme, ranges, Map.of(), settings.calibration());
            new UnknownRanges(ground, scheme, ranges.keySet()).requireNone();
            calibrations.add(new Calibration(ranges, Map.of()));
        }
        findings.add(Finding.warning(
                "ranges-derived",
                "",
                "There are no representative samples: ranges of activations were derived from weights and what is known of"
                        + " the inputs, and no sample showed whether they hold. Compare with the float model, or give some"
                        + " hundred samples."));
        return calibrations;
    }

    private Map<Tensor, ValueRange> derived(Groundwork ground, IntegerScheme scheme) throws LapidaryException {
        var decided = DecidedRanges.of(ground.annotations(), ground.graphs().all(), scheme);
        return settings.derivation()
                .ranges(
                        ground.editor().model(),
                        List.copyOf(ground.graphs().entries()),
                        decided.ranges(),
                        settings.calibration(),
                        scheme.levels());
    }
}
