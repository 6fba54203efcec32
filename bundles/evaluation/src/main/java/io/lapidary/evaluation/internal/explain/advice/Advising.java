package io.lapidary.evaluation.internal.explain.advice;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.evaluation.Advice;
import io.lapidary.evaluation.internal.explain.measure.ExplanationRows.Row;
import io.lapidary.evaluation.internal.explain.measure.LeftOut;
import io.lapidary.model.Operator;

/** Looks for advice where a model suffers. */
public final class Advising {
    /** What brings less than this part of the most helpful change is not tried together with it. */
    private static final double WORTH_JOINING = 0.25;

    private final Candidates candidates;
    private final Trials trials;
    private final LeftOut leftOut;

    /** @param leftOut is told what could not be tried */
    public Advising(Candidates candidates, Trials trials, LeftOut leftOut) {
        this.candidates = candidates;
        this.trials = trials;
        this.leftOut = leftOut;
    }

    /**
     * @param advice what helped, the first what is worth the most for the time it costs
     * @param trials changes that were tried
     * @param candidates changes that were worth a trial
     */
    public record Advised(List<Advice> advice, int trials, int candidates) {
        public static final Advised NOTHING = new Advised(List.of(), 0, 0);
    }

    /**
     * @param rows of the table, the worst first
     * @param most changes to try
     */
    public Advised run(List<Row> rows, int most) throws LapidaryException, InterruptedException, IOException {
        if (!trials.areWorthwhile()) {
            return Advised.NOTHING;
        }
        List<Change> changes = candidates.of(rows, Math.max(1, most - 1), leftOut);
        for (Change change : changes) {
            if (!trials.isTimeLeft()) {
                break;
            }
            attempt(change, trials::make);
        }
        List<FloatIsland> floats = trials.helpful(WORTH_JOINING).stream()
                .flatMap(tried -> tried.change() instanceof FloatIsland island ? Stream.of(island) : Stream.empty())
                .toList();
        if (floats.size() > 1 && trials.made() < most && trials.isTimeLeft()) {
            Set<Operator> all = new LinkedHashSet<>();
            floats.forEach(island -> all.addAll(island.operators()));
            attempt(floats.get(0).with(all), trials::makeTogether);
        }
        return new Advised(trials.advice(), trials.made(), changes.size());
    }

    private interface Attempt {
        void make(Change change) throws LapidaryException, InterruptedException, IOException;
    }

    private void attempt(Change change, Attempt attempt) throws InterruptedException, IOException {
        leftOut.tried("'" + change.what() + "'", false, () -> {
            attempt.make(change);
            return true;
        });
    }
}
