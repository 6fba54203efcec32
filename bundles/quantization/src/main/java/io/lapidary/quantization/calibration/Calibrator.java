package io.lapidary.quantization.calibration;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.StatisticsRequest;
import io.lapidary.api.engine.StatisticsResult;
import io.lapidary.api.engine.TensorStatistic;
import io.lapidary.api.work.Finding;
import io.lapidary.api.work.WorkContext;
import io.lapidary.model.Model;
import io.lapidary.model.Operator;
import io.lapidary.model.Signature;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.statistics.ChannelStatistics;

/** Measures activations inside the engine, a subgraph after the other. Memory does not grow with the number of samples. */
public final class Calibrator {
    private static final long FEW = 32;

    private final WorkContext context;
    private final CalibrationSettings settings;
    private final boolean means;

    /** @param means whether means by channel are wanted besides ranges */
    public Calibrator(WorkContext context, CalibrationSettings settings, boolean means) {
        this.context = context;
        this.settings = settings;
        this.means = means;
    }

    /**
     * @param file of the float model
     * @param model the same, read
     * @param graphs to be measured, each the subgraph of a signature or the main one
     * @param samples of the first signature's inputs; other signatures are measured if they take the same ones
     * @param levels for each of which ranges are chosen, from one measurement
     * @param findings is told what could not be measured
     * @return one for each of the levels
     * @throws LapidaryException of code invalid-data if samples are missing or not finite, besides those of the engine
     */
    public List<Calibration> run(
            Path file,
            Model model,
            List<Subgraph> graphs,
            SampleSet samples,
            List<Levels> levels,
            List<Finding> findings)
            throws LapidaryException, InterruptedException {
        CalibrationData.requireCount(samples, settings.minSamples());
        if (samples.count() < FEW) {
            findings.add(Finding.warning(
                    "few-samples",
                    "",
                    samples.count() + " samples may not show the whole range of activations; give some hundred."));
        }
        var calibrations = levels.stream().map(each -> Calibration.empty()).toList();
        for (Subgraph graph : graphs) {
            Optional<String> signature = signature(model, graph, samples);
            if (signature.isPresent()) {
                StatisticsResult result = measure(file, signature.get(), graph, samples);
                CalibrationData.requireSound(samples, graph, result);
                for (int i = 0; i < levels.size(); i++) {
                    add(result, graph, levels.get(i), calibrations.get(i));
                }
            } else {
                findings.add(
                        Finding.warning(
                                "not-calibrated",
                                graph.name(),
                                graph
                                        + " stays in float32: the samples do not fit its inputs. Give its ranges by annotations."));
            }
            context.checkCancelled();
        }
        return calibrations;
    }

    /** The signature to call, which has the inputs that there are samples of; empty text for the main graph without any. */
    private static Optional<String> signature(Model model, Subgraph graph, SampleSet samples) {
        if (model.signatures().isEmpty()) {
            return Optional.of("");
        }
        Signature found = model.signatures().stream()
                .filter(signature -> signature.subgraph() == graph)
                .findFirst()
                .orElseThrow();
        boolean first = found.subgraph() == model.signatures().get(0).subgraph();
        return first || fits(found, samples) ? Optional.of(found.key()) : Optional.empty();
    }

    private static boolean fits(Signature signature, SampleSet samples) {
        var named = new HashSet<String>();
        samples.arrays().forEach(array -> named.add(array.spec().name()));
        var wanted = new HashSet<String>();
        signature.inputs().values().forEach(tensor -> wanted.add(tensor.name()));
        return named.equals(wanted) || named.equals(signature.inputs().keySet());
    }

    /**
     * What activations are like by channel, and nothing else.
     *
     * @param file of the float model
     * @param model the same, read
     * @param tensors of any subgraphs; those that cannot be measured are left out
     */
    public Map<Tensor, ChannelStatistics> channels(Path file, Model model, List<Tensor> tensors, SampleSet samples)
            throws LapidaryException, InterruptedException {
        var channels = new LinkedHashMap<Tensor, ChannelStatistics>();
        var wanted = Set.of(TensorStatistic.MOMENTS, TensorStatistic.CHANNEL_RANGES);
        summaries(file, model, tensors, samples, wanted)
                .forEach((tensor, summary) -> channels(summary).ifPresent(found -> channels.put(tensor, found)));
        return channels;
    }

    /**
     * How numbers of activations are distributed, and nothing else.
     *
     * @param file of a float model
     * @param model the same, read
     * @param tensors of any subgraphs; those that cannot be measured, or are not finite, are left out
     */
    public Map<Tensor, Distribution> distributions(Path file, Model model, List<Tensor> tensors, SampleSet samples)
            throws LapidaryException, InterruptedException {
        var distributions = new LinkedHashMap<Tensor, Distribution>();
        summaries(file, model, tensors, samples, Set.of(TensorStatistic.RANGE, TensorStatistic.HISTOGRAM))
                .forEach((tensor, summary) -> {
                    boolean whole = summary.nonFinite() == 0 && ValueRange.isValid(summary.min(), summary.max());
                    summary.histogram()
                            .filter(histogram -> whole)
                            .map(histogram -> new Distribution(histogram, new ValueRange(summary.min(), summary.max())))
                            .ifPresent(found -> distributions.put(tensor, found));
                });
        return distributions;
    }

    private Map<Tensor, StatisticsResult.TensorSummary> summaries(
            Path file, Model model, List<Tensor> tensors, SampleSet samples, Set<TensorStatistic> wanted)
            throws LapidaryException, InterruptedException {
        var summaries = new LinkedHashMap<Tensor, StatisticsResult.TensorSummary>();
        var graphs = new LinkedHashSet<Subgraph>();
        tensors.forEach(tensor -> graphs.add(tensor.subgraph()));
        int bins = wanted.contains(TensorStatistic.HISTOGRAM) ? settings.bins() : 0;
        for (Subgraph graph : graphs) {
            Optional<String> signature = signature(model, graph, samples);
            if (signature.isPresent()) {
                var measured = tensors.stream()
                        .filter(tensor -> tensor.subgraph() == graph)
                        .toList();
                var names = measured.stream().map(Tensor::name).distinct().toList();
                var request = new StatisticsRequest(file, signature.get(), samples, names, wanted, bins);
                StatisticsResult result;
                try (var session = context.interpreter()) {
                    result = session.statistics(request);
                }
                measured.forEach(tensor -> Optional.ofNullable(result.tensors().get(tensor.name()))
                        .ifPresent(summary -> summaries.put(tensor, summary)));
            }
            context.checkCancelled();
        }
        return summaries;
    }

    /** Empty where some numbers are not finite. */
    private static Optional<ChannelStatistics> channels(StatisticsResult.TensorSummary summary) {
        boolean whole = summary.nonFinite() == 0
                && summary.channelMeans().size() == summary.channelMins().size();
        return Optional.of(summary)
                .filter(seen -> whole)
                .map(seen -> new ChannelStatistics(
                        array(seen.channelMeans()),
                        array(seen.channelVariances()),
                        array(seen.channelMins()),
                        array(seen.channelMaxes())));
    }

    private StatisticsResult measure(Path file, String signature, Subgraph graph, SampleSet samples)
            throws LapidaryException, InterruptedException {
        Set<TensorStatistic> wanted = EnumSet.of(TensorStatistic.RANGE);
        if (settings.needsHistogram()) {
            wanted.add(TensorStatistic.HISTOGRAM);
        }
        if (means) {
            wanted.add(TensorStatistic.MOMENTS);
        }
        var request = new StatisticsRequest(file, signature, samples, names(graph), wanted, settings.bins());
        try (var session = context.interpreter()) {
            return session.statistics(request);
        }
    }

    /** Names of all float32 tensors that are computed, as far as a name tells one. */
    private static List<String> names(Subgraph graph) {
        var names = new LinkedHashSet<String>();
        graph.inputs().stream().filter(Calibrator::isReal).map(Tensor::name).forEach(names::add);
        for (Operator operator : graph.operators()) {
            operator.outputs().stream()
                    .filter(Calibrator::isReal)
                    .map(Tensor::name)
                    .forEach(names::add);
        }
        return List.copyOf(names);
    }

    static boolean isReal(Tensor tensor) {
        return tensor.type() == TensorType.FLOAT32 && !tensor.isConstant();
    }

    private void add(StatisticsResult result, Subgraph graph, Levels levels, Calibration calibration) {
        var choice = new RangeChoice(settings, levels);
        var seen = new HashSet<String>();
        for (Tensor tensor : graph.tensors()) {
            var summary = result.tensors().get(tensor.name());
            if (isReal(tensor) && summary != null && seen.add(tensor.name())) {
                Optional<ValueRange> range = choice.of(tensor, summary, result.count());
                range.ifPresent(found -> calibration.ranges().put(tensor, found));
                addChannels(summary, tensor, calibration);
            }
        }
    }

    private static void addChannels(StatisticsResult.TensorSummary summary, Tensor tensor, Calibration calibration) {
        if (!summary.channelMeans().isEmpty()) {
            calibration.means().put(tensor, array(summary.channelMeans()));
        }
    }

    private static double[] array(List<? extends Number> values) {
        return values.stream().mapToDouble(Number::doubleValue).toArray();
    }
}
