package io.lapidary.quantization.integer.range;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.model.Model;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.TfliteWriter;
import io.lapidary.quantization.calibration.Calibration;
import io.lapidary.quantization.calibration.Calibrator;
import io.lapidary.quantization.calibration.Levels;
import io.lapidary.quantization.calibration.ValueRange;
import io.lapidary.quantization.integer.plan.QuantizedGraphs;
import io.lapidary.quantization.integer.plan.SubgraphCall;
import io.lapidary.quantization.integer.rule.OperatorRule;
import io.lapidary.quantization.integer.rule.OperatorRules;

/** Measures, by a copy of the model with {@link RangeProbes}, the ranges that running the model itself does not show. */
final class HiddenRanges {
    private final Calibrator calibrator;
    private final Levels levels;

    /** @param calibrator that takes the whole range, whatever the levels */
    HiddenRanges(Calibrator calibrator, Levels levels) {
        this.calibrator = calibrator;
        this.levels = levels;
    }

    /**
     * @param file of the model as it stands
     * @param probed where the copy is written
     * @return ranges of the model's own tensors, of those that were computed
     */
    Map<Tensor, ValueRange> measure(Path file, Path probed, QuantizedGraphs graphs, SampleSet samples)
            throws IOException, LapidaryException, InterruptedException {
        if (graphs.operators().stream().noneMatch(HiddenRanges::hides)) {
            return Map.of();
        }
        Model copy = TfliteReader.read(file);
        var entries = graphs.entries().stream()
                .map(graph -> copy.subgraphs().get(graph.index()))
                .toList();
        var probes = new ArrayList<RangeProbes.Probe>();
        var placing = new RangeProbes(ModelEditor.of(copy));
        entries.forEach(entry -> probes.addAll(placing.into(entry)));
        if (probes.isEmpty()) {
            return Map.of();
        }
        TfliteWriter.write(copy, probed);
        var told = calibrator.run(probed, copy, entries, samples, List.of(levels), new ArrayList<>());
        return read(probes, told.get(0), graphs.model());
    }

    private static boolean hides(Operator operator) {
        return SubgraphCall.of(operator).isPresent()
                || OperatorRules.of(operator.type())
                        .flatMap(OperatorRule::stateful)
                        .isPresent();
    }

    private static Map<Tensor, ValueRange> read(List<RangeProbes.Probe> probes, Calibration told, Model model) {
        var ranges = new LinkedHashMap<Tensor, ValueRange>();
        for (RangeProbes.Probe probe : probes) {
            Optional<ValueRange> least = Optional.ofNullable(told.ranges().get(probe.least()));
            Optional<ValueRange> largest = Optional.ofNullable(told.ranges().get(probe.negatedLargest()));
            if (least.isPresent()
                    && largest.isPresent()
                    && ValueRange.isValid(least.get().min(), -largest.get().min())) {
                Subgraph graph = model.subgraphs().get(probe.tensor().subgraph().index());
                ranges.merge(
                        graph.tensor(probe.tensor().index()),
                        new ValueRange(least.get().min(), -largest.get().min()),
                        ValueRange::union);
            }
        }
        return ranges;
    }
}
