package io.lapidary.engine.litert.child.statistics;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.StatisticsRequest;
import io.lapidary.api.engine.StatisticsResult;
import io.lapidary.api.engine.TensorStatistic;
import io.lapidary.engine.litert.child.interpreter.Words;

/**
 * Statistics of a model's tensors over samples, in one pass. Each thread has an interpreter of its own and takes every so many
 * samples, as far as memory allows; a model with state sees one after the other, and keeps its state between them. Memory does not grow with the number of samples, and the numbers do not depend on that of
 * threads.
 */
public final class StatisticsOperation {
    /** For the weights and tensors of all interpreters. */
    private static final long MOST_BYTES = 256L << 20;

    private final StatisticsRequest request;
    private final int threads;
    private final Words words;

    public StatisticsOperation(StatisticsRequest request, int threads, Words words) {
        this.request = request;
        this.threads = threads;
        this.words = words;
    }

    public StatisticsResult run() throws LapidaryException {
        check();
        var workers = new ArrayList<StatisticsWorker>();
        try {
            open(workers);
            Map<String, TensorTotals> totals = workers.get(0).totals(request);
            new SampleShares(workers).run(totals);
            workers.forEach(worker -> worker.addHistograms(totals));
            var summaries = new LinkedHashMap<String, StatisticsResult.TensorSummary>();
            totals.forEach((name, total) -> summaries.put(name, total.summary()));
            return new StatisticsResult(summaries, request.samples().count());
        } finally {
            // The first last: the others read the model that it has in memory.
            for (int i = workers.size() - 1; i >= 0; i--) {
                workers.get(i).close();
            }
        }
    }

    private void check() throws LapidaryException {
        if (request.samples().count() == 0) {
            throw new LapidaryException(
                    ErrorCodes.DATA_MISMATCH, "Statistics were asked for over no samples.", "Give at least one.");
        }
        if (request.statistics().contains(TensorStatistic.HISTOGRAM) && request.histogramBins() < 2) {
            throw new LapidaryException(
                    ErrorCodes.INVALID_REQUEST,
                    "A histogram of " + request.histogramBins() + " bins was asked for.",
                    "Ask for at least 2.");
        }
    }

    private void open(List<StatisticsWorker> workers) throws LapidaryException {
        workers.add(StatisticsWorker.open(request, 1, words));
        int most = (int) Math.min(threads, request.samples().count());
        int fitting = workers.get(0).isStateful() ? 1 : fitting(workers.get(0));
        if (fitting < 2 && threads > 1) {
            workers.remove(0).close();
            workers.add(StatisticsWorker.open(request, threads, words));
        }
        while (workers.size() < Math.min(most, fitting)) {
            workers.add(workers.get(0).another(request));
        }
    }

    /** How many workers the memory is enough for. The weights count twice, for kernels lay them out anew. */
    private int fitting(StatisticsWorker worker) throws LapidaryException {
        try {
            long each = worker.footprint() + 2 * Files.size(request.model());
            return (int) Math.max(1, Math.min(Integer.MAX_VALUE, MOST_BYTES / Math.max(1, each)));
        } catch (IOException e) {
            throw new LapidaryException(
                    ErrorCodes.NOT_FOUND,
                    "Model " + request.model().getFileName() + " cannot be read: " + e + ".",
                    "Check that it still exists.",
                    e);
        }
    }
}
