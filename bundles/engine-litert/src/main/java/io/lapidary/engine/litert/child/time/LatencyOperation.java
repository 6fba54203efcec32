package io.lapidary.engine.litert.child.time;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.LatencyRequest;
import io.lapidary.api.engine.LatencyResult;
import io.lapidary.engine.litert.child.interpreter.Invocation;
import io.lapidary.engine.litert.child.interpreter.LoadedModel;
import io.lapidary.engine.litert.child.interpreter.Words;
import io.lapidary.engine.litert.child.sample.InputSource;

/**
 * Latency of several models, all loaded at once: rounds of one invocation each, begun by another model each time. A warm-up of
 * three rounds at least, or a tenth of the budget, is not counted; then come rounds until the budget is spent, at least 20.
 */
public final class LatencyOperation {
    private static final int WARM_UP_ROUNDS = 3;
    private static final int LEAST_ROUNDS = PairedRatio.STRETCHES;
    private static final int MOST_ROUNDS = 200_000;

    private final LatencyRequest request;
    private final Words words;

    public LatencyOperation(LatencyRequest request, Words words) {
        this.request = request;
        this.words = words;
    }

    private record Runner(Path file, LoadedModel model, Invocation invocation, InputSource inputs, Quantile times) {}

    public LatencyResult run() throws LapidaryException {
        var runners = new ArrayList<Runner>();
        try {
            for (Path file : request.models()) {
                runners.add(load(file));
            }
            measure(runners);
            return new LatencyResult(quantiles(runners), request.threads());
        } finally {
            for (Runner runner : runners) {
                runner.inputs().close();
                runner.model().close();
            }
        }
    }

    private Runner load(Path file) throws LapidaryException {
        var settings = new LoadedModel.Settings(request.kernels(), request.threads(), false);
        var model = LoadedModel.open(file, settings, words);
        boolean loaded = false;
        try {
            var invocation = model.invocation("");
            var inputs = InputSource.open(request.samples(), invocation);
            invocation.allocate();
            loaded = true;
            return new Runner(file, model, invocation, inputs, new Quantile());
        } finally {
            if (!loaded) {
                model.close();
            }
        }
    }

    private void measure(List<Runner> runners) throws LapidaryException {
        if (runners.isEmpty()) {
            return;
        }
        long budget = request.budget().toNanos();
        long start = System.nanoTime();
        long round = 0;
        while (round < WARM_UP_ROUNDS || System.nanoTime() - start < budget / 10) {
            round(runners, round++, false);
        }
        long counted = 0;
        while (counted < LEAST_ROUNDS || (System.nanoTime() - start < budget && counted < MOST_ROUNDS)) {
            round(runners, round++, true);
            counted++;
        }
    }

    private static void round(List<Runner> runners, long round, boolean counts) throws LapidaryException {
        for (int i = 0; i < runners.size(); i++) {
            Runner runner = runners.get((int) ((round + i) % runners.size()));
            runner.inputs().feed(round, runner.invocation());
            long before = System.nanoTime();
            boolean ran = runner.invocation().invokeBare();
            long after = System.nanoTime();
            if (!ran) {
                throw runner.model().refused("fails when it runs", "while its latency was measured");
            }
            if (counts) {
                runner.times().add(after - before);
            }
        }
    }

    private static List<LatencyResult.Quantiles> quantiles(List<Runner> runners) {
        var all = new ArrayList<LatencyResult.Quantiles>();
        for (Runner runner : runners) {
            Quantile times = runner.times();
            Optional<LatencyResult.Ratio> ratio = all.isEmpty()
                    ? Optional.empty()
                    : Optional.of(PairedRatio.of(runners.get(0).times(), times));
            all.add(new LatencyResult.Quantiles(
                    times.micros(.5), times.micros(.9), times.micros(0), times.count(), ratio));
        }
        return all;
    }
}
