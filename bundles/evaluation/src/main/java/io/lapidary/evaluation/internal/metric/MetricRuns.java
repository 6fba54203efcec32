package io.lapidary.evaluation.internal.metric;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.NearestName;
import io.lapidary.api.dataset.SampleArray;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.dataset.Vocabulary;
import io.lapidary.api.metric.Metric;
import io.lapidary.api.metric.MetricAccumulator;
import io.lapidary.api.metric.MetricDescriptor;
import io.lapidary.api.metric.MetricSubject;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.api.work.Finding;

/** The metrics that fit a task, a model and its data, taken sample by sample of both models. */
public final class MetricRuns {
    private final List<MetricRun> runs = new ArrayList<>();
    private final Consumer<String> unmeasured;
    private final Consumer<Finding> found;
    private final boolean comparable;

    /**
     * What is measured.
     *
     * @param task as in {@code classification}; empty for none
     * @param original outputs of one sample
     * @param result outputs of one sample
     * @param samples the inputs and labels
     * @param vocabulary of the tokens among labels and outputs
     * @param comparable whether the outputs match one to one
     */
    public record Subject(
            String task,
            List<TensorSpec> original,
            List<TensorSpec> result,
            SampleSet samples,
            Optional<Vocabulary> vocabulary,
            boolean comparable) {
        private MetricSubject with(List<TensorSpec> outputs) {
            return new MetricSubject(
                    samples.arrays().stream().map(SampleArray::spec).toList(),
                    outputs,
                    samples.targets().map(SampleArray::spec),
                    vocabulary);
        }
    }

    /**
     * @param metrics of several with one id the last counts
     * @param unmeasured takes sentences on what does not fit
     * @param found takes findings
     */
    public MetricRuns(
            Collection<Metric> metrics, Subject subject, Consumer<String> unmeasured, Consumer<Finding> found) {
        this.unmeasured = unmeasured;
        this.found = found;
        this.comparable = subject.comparable();
        var byId = new TreeMap<String, Metric>();
        metrics.forEach(metric -> byId.put(metric.descriptor().id(), metric));
        for (Metric metric : byId.values()) {
            MetricDescriptor descriptor = metric.descriptor();
            if (fitsTask(descriptor, subject.task()) && hasWhatItNeeds(descriptor, subject)) {
                start(metric, descriptor, subject);
            }
        }
        boolean offered =
                byId.values().stream().anyMatch(m -> m.descriptor().tasks().contains(subject.task()));
        if (!subject.task().isEmpty() && !offered) {
            unmeasured.accept("The quality was not measured: no metric is offered for the task '" + subject.task()
                    + "'. " + NearestName.hint(subject.task(), tasks(byId.values())));
        }
    }

    /** @throws LapidaryException of code unknown-metric if a task is named that no metric is offered for */
    public static void requireOffered(String task, Collection<? extends Metric> metrics) throws LapidaryException {
        List<String> tasks = tasks(metrics);
        if (!task.isEmpty() && !tasks.contains(task)) {
            throw new LapidaryException(
                    ErrorCodes.UNKNOWN_METRIC,
                    "No metric is offered for the task '" + task + "'.",
                    NearestName.hint(task, tasks));
        }
    }

    private static List<String> tasks(Collection<? extends Metric> metrics) {
        return metrics.stream()
                .flatMap(metric -> metric.descriptor().tasks().stream())
                .distinct()
                .sorted()
                .toList();
    }

    private static boolean fitsTask(MetricDescriptor metric, String task) {
        return metric.tasks().isEmpty() || metric.tasks().contains(task);
    }

    private boolean hasWhatItNeeds(MetricDescriptor metric, Subject subject) {
        if (metric.needsTargets() && subject.samples().targets().isEmpty()) {
            unmeasured.accept(metric.id() + " was not measured: the data has no labels.");
            return false;
        }
        if (metric.needsReference() && !subject.comparable()) {
            unmeasured.accept(
                    metric.id() + " was not measured: the package's outputs have other shapes than the original's.");
            return false;
        }
        return true;
    }

    private void start(Metric metric, MetricDescriptor descriptor, Subject subject) {
        try {
            Optional<MetricAccumulator> original = descriptor.needsReference()
                    ? Optional.empty()
                    : Optional.of(metric.start(subject.with(subject.original())));
            runs.add(new MetricRun(descriptor, original, metric.start(subject.with(subject.result()))));
        } catch (LapidaryException e) {
            unmeasured.accept(descriptor.id() + " was not measured: " + e.getMessage());
        } catch (RuntimeException e) {
            failed(descriptor, e);
        }
    }

    /**
     * Hands a sample to every metric.
     *
     * @throws LapidaryException of what the data has wrong
     */
    public void add(
            long index,
            List<ByteBuffer> inputs,
            List<ByteBuffer> original,
            List<ByteBuffer> result,
            Optional<ByteBuffer> target)
            throws LapidaryException {
        for (var run = runs.iterator(); run.hasNext(); ) {
            MetricRun next = run.next();
            try {
                next.add(index, inputs, original, result, target, comparable);
            } catch (RuntimeException e) {
                run.remove();
                failed(next.descriptor(), e);
            }
        }
    }

    /** Says which metrics have no value after all samples. */
    public void noteUndefined() {
        for (MetricRun run : runs) {
            if (run.ofResult().isEmpty() && !run.undefined().isEmpty()) {
                unmeasured.accept(run.descriptor().id() + " was not measured: " + run.undefined() + ".");
            }
        }
    }

    /** A metric may come from a third party; its fault costs its number and not the evaluation. */
    private void failed(MetricDescriptor metric, RuntimeException e) {
        unmeasured.accept(metric.id() + " was not measured: the metric itself failed.");
        found.accept(Finding.warning(
                "metric-failed",
                metric.id(),
                "The metric " + metric.id() + " failed with " + e + "; report it to its provider."));
    }

    /** Metric id to the original's value. */
    public Map<String, Double> ofOriginal() {
        return values(MetricRun::ofOriginal);
    }

    /** Metric id to the result's value. */
    public Map<String, Double> ofResult() {
        return values(MetricRun::ofResult);
    }

    private Map<String, Double> values(Function<MetricRun, Optional<Double>> value) {
        var values = new TreeMap<String, Double>();
        runs.forEach(run ->
                value.apply(run).ifPresent(v -> values.put(run.descriptor().id(), v)));
        return values;
    }

    /** What was measured of the result, by id. */
    public List<MetricDescriptor> measured() {
        return runs.stream()
                .filter(run -> run.ofResult().isPresent())
                .map(MetricRun::descriptor)
                .sorted(Comparator.comparing(MetricDescriptor::id))
                .toList();
    }
}
