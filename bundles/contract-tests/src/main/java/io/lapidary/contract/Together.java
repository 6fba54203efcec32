package io.lapidary.contract;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Two jobs of one technique at once: each waits for the other where it first asks whether to go on. */
final class Together {
    private static final int MEET_SECONDS = 10;

    private final TechniqueBench bench;
    private final Subject subject;
    private final Path folder;
    private final CyclicBarrier meeting = new CyclicBarrier(2);
    private volatile boolean alone;

    Together(TechniqueBench bench, Subject subject, Path folder) {
        this.bench = bench;
        this.subject = subject;
        this.folder = folder;
    }

    List<TechniqueRun> runs() throws Exception {
        var threads = Executors.newFixedThreadPool(2);
        try {
            Callable<TechniqueRun> first = () -> run(folder.resolve("first"));
            Callable<TechniqueRun> second = () -> run(folder.resolve("second"));
            var runs = new ArrayList<TechniqueRun>();
            for (var future : threads.invokeAll(List.of(first, second))) {
                runs.add(future.get());
            }
            return runs;
        } finally {
            threads.shutdownNow();
        }
    }

    private TechniqueRun run(Path own) throws Exception {
        var input = bench.input(subject, own);
        return bench.run(input, bench.context(own).withCheck(number -> {
            if (number == 1) {
                meet();
            }
        }));
    }

    /** One that never asks fails another clause, so that nothing is made of it here. */
    private void meet() throws InterruptedException {
        try {
            meeting.await(MEET_SECONDS, TimeUnit.SECONDS);
        } catch (BrokenBarrierException | TimeoutException e) {
            alone = true;
        }
    }

    /** Whether the two did not meet. */
    boolean alone() {
        return alone;
    }
}
