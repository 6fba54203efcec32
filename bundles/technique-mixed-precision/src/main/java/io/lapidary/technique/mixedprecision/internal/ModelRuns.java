package io.lapidary.technique.mixedprecision.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleArray;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.ComparisonRequest;
import io.lapidary.api.engine.InterpreterSession;
import io.lapidary.api.engine.Kernels;
import io.lapidary.api.engine.LatencyRequest;
import io.lapidary.api.engine.LatencyResult.Quantiles;
import io.lapidary.api.engine.RunRequest;
import io.lapidary.api.work.CoreLease;
import io.lapidary.api.work.WorkContext;
import io.lapidary.quantization.integer.mixed.MixedQuantization;
import io.lapidary.quantization.integer.mixed.MixedResult;
import io.lapidary.quantization.integer.mixed.PrecisionPlan;

/** Writes models and runs them in the engine beside the original. Nothing but outputs leaves the engine. */
final class ModelRuns {
    /** Stands for outputs of which nothing can be told, as where they are not finite. */
    private static final double ALL_NOISE = 1e20;

    private static final Duration LATENCY_BUDGET = Duration.ofMillis(800);

    /**
     * What models are run on.
     *
     * @param representative all representative samples
     * @param some of them, for the many runs of single units
     * @param deciding samples on which decisions are counted
     * @param labels of those; none for decisions to be compared with the original's
     */
    record Samples(SampleSet representative, SampleSet some, SampleSet deciding, Optional<Classification> labels) {}

    private final Path original;
    private final MixedQuantization quantization;
    private final Samples samples;
    private final WorkContext context;
    private final Optional<Classification> decisions;
    private boolean timedAlone = true;

    ModelRuns(Path original, MixedQuantization quantization, Samples samples, WorkContext context)
            throws IOException, LapidaryException, InterruptedException {
        this.original = original;
        this.quantization = quantization;
        this.samples = samples;
        this.context = context;
        this.decisions = decide(original);
    }

    /** Whether the model's decisions can be counted. */
    boolean classifies() {
        return decisions.isPresent();
    }

    /** Whether nothing else computed on this node whenever time was measured. */
    boolean isTimedAlone() {
        return timedAlone;
    }

    /** The model as planned, to stay. */
    MixedResult write(PrecisionPlan plan, String name) throws IOException, LapidaryException, InterruptedException {
        context.checkCancelled();
        return quantization.write(plan, context.workFolder().resolve(name));
    }

    /**
     * @param costs for an estimate of time
     * @param timed whether time is measured too
     */
    Point measure(Assignment assignment, PrecisionPlan plan, Costs costs, boolean timed)
            throws IOException, LapidaryException, InterruptedException {
        MixedResult result = write(plan, "candidate.tflite");
        double noise = noise(result.file(), samples.representative());
        var drop = Classification.drop(decisions, decide(result.file()), samples.labels());
        OptionalDouble latency = OptionalDouble.empty();
        double time = costs.time(assignment);
        if (timed) {
            List<Quantiles> both = latencies(result.file());
            latency = OptionalDouble.of(both.get(1).p50());
            time = both.get(1).p50() / both.get(0).p50();
        }
        Files.delete(result.file());
        return new Point(
                assignment,
                result.bytes(),
                noise,
                drop,
                time,
                latency,
                result.islands().size());
    }

    /** The noise of a plan on some samples. */
    double noise(PrecisionPlan plan) throws IOException, LapidaryException, InterruptedException {
        MixedResult result = write(plan, "single.tflite");
        double noise = noise(result.file(), samples.some());
        Files.delete(result.file());
        return noise;
    }

    /** Time of an inference over the original's. */
    double relativeTime(PrecisionPlan plan) throws IOException, LapidaryException, InterruptedException {
        MixedResult result = write(plan, "timed.tflite");
        List<Quantiles> both = latencies(result.file());
        Files.delete(result.file());
        return both.get(1).p50() / both.get(0).p50();
    }

    private double noise(Path file, SampleSet compared) throws LapidaryException, InterruptedException {
        double worst = 0;
        for (String signature : quantization.signatures()) {
            context.checkCancelled();
            var request = new ComparisonRequest(original, file, signature, compared, List.of(), Kernels.DEFAULT);
            try (InterpreterSession session = context.interpreter()) {
                for (var difference : session.compare(request).tensors().values()) {
                    worst = Math.max(worst, ratio(difference.errorEnergy(), difference.signalEnergy()));
                }
            }
        }
        return worst;
    }

    private static double ratio(double error, double signal) {
        double ratio = error == 0 ? 0 : error / signal;
        return ratio <= ALL_NOISE ? ratio : ALL_NOISE;
    }

    private Optional<Classification> decide(Path file) throws IOException, LapidaryException, InterruptedException {
        context.checkCancelled();
        String signature = quantization.signatures().get(0);
        var request = new RunRequest(file, signature, samples.deciding(), true, Kernels.DEFAULT, context.workFolder());
        try (InterpreterSession session = context.interpreter()) {
            var result = session.run(request);
            Optional<Classification> decided = result.outputs().isEmpty()
                    ? Optional.empty()
                    : Classification.of(result.outputs().get(0), result.count());
            for (SampleArray output : result.outputs()) {
                Files.delete(output.file());
            }
            return decided;
        }
    }

    /** The original's and a model's, run in turn with the node's cores alone. */
    private List<Quantiles> latencies(Path file) throws LapidaryException, InterruptedException {
        context.checkCancelled();
        var request = new LatencyRequest(
                List.of(original, file),
                Optional.of(samples.some()),
                context.engineLimits().threads(),
                LATENCY_BUDGET,
                Kernels.DEFAULT);
        try (CoreLease cores = context.exclusiveCores();
                InterpreterSession session = context.interpreter()) {
            timedAlone &= cores.exclusive();
            return session.latency(request).models();
        }
    }
}
