package io.lapidary.engine.litert.child.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import io.lapidary.api.LapidaryException;
import io.lapidary.engine.litert.child.sample.Team;
import io.lapidary.engine.litert.child.sample.Turns;

/** Several workers, each in a thread of its own with its share of the samples. */
final class SampleShares {
    private final List<StatisticsWorker> workers;
    private final Turns turns = new Turns();

    SampleShares(List<StatisticsWorker> workers) {
        this.workers = workers;
    }

    /** Runs all samples and returns when every thread has ended; throws what one of them threw. */
    void run(Map<String, TensorTotals> totals) throws LapidaryException {
        var threads = Executors.newFixedThreadPool(workers.size());
        try {
            var shares = new ArrayList<Callable<Void>>();
            for (int i = 0; i < workers.size(); i++) {
                shares.add(share(i, totals));
            }
            Team.join(threads, shares);
        } finally {
            threads.shutdown();
        }
    }

    private Callable<Void> share(int first, Map<String, TensorTotals> totals) {
        return () -> {
            boolean done = false;
            try {
                workers.get(first).run(first, workers.size(), totals, turns);
                done = true;
                return null;
            } finally {
                if (!done) {
                    turns.end();
                }
            }
        };
    }
}
