package io.lapidary.evaluation.internal.explain.advice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.InterpreterSession;
import io.lapidary.api.engine.Kernels;
import io.lapidary.api.engine.LatencyRequest;
import io.lapidary.api.engine.LatencyResult.Quantiles;
import io.lapidary.api.engine.RunRequest;
import io.lapidary.api.engine.RunResult;
import io.lapidary.api.evaluation.Advice;
import io.lapidary.api.work.WorkContext;
import io.lapidary.evaluation.internal.explain.advice.Judging.Gain;
import io.lapidary.evaluation.internal.explain.match.ExplainedModel;
import io.lapidary.evaluation.internal.explain.measure.Clock;
import io.lapidary.evaluation.internal.explain.measure.Judge.Judgement;
import io.lapidary.evaluation.internal.explain.measure.SampleSubset;
import io.lapidary.evaluation.internal.explain.measure.Subject;
import io.lapidary.evaluation.internal.sample.Folders;
import io.lapidary.evaluation.internal.sample.SampleRun;

/** Tries what changes would bring, and keeps what helped. */
public final class Trials {
    /** Fewer samples tell no agreement. */
    private static final long LEAST_SAMPLES = 32;
    /** Of what is left of the budget, for the time of one change that helped. */
    private static final double LATENCY_PART = 0.03;

    /** Of what the most helpful change brings: less may be chance. */
    private static final double LITTLE = 0.1;

    private static final Duration LONGEST_LATENCY = Duration.ofMillis(300);

    private final ExplainedModel models;
    private final Subject subject;
    private final Clock clock;
    private final WorkContext context;
    private final SampleRun run;
    private final Judging judging;
    private final long bytes;
    private final List<Tried> helpful = new ArrayList<>();

    private int made;
    private double longest;

    /** @param bytes of the package, as this writes it without a change: another writer's file may have more or fewer */
    private Trials(ExplainedModel models, Subject subject, Clock clock, WorkContext context, SampleRun run, long bytes)
            throws LapidaryException, InterruptedException {
        this.models = models;
        this.subject = subject;
        this.clock = clock;
        this.context = context;
        this.run = run;
        this.bytes = bytes;
        this.judging = new Judging(subject.judge().judge(run), run.samples().count());
    }

    /** @param most that will be made: over the samples, or as many as so many runs over them take the time that is left */
    public static Trials of(ExplainedModel models, Subject subject, Clock clock, WorkContext context, int most)
            throws LapidaryException, InterruptedException, IOException {
        SampleRun run = subject.run();
        double seconds = clock.left().toMillis() / 1000.0 / (most + 2);
        long affordable = (long) Math.max(LEAST_SAMPLES, seconds / Math.max(1e-9, run.secondsPerSample()));
        SampleSet some = SampleSubset.of(run.samples(), affordable, subject.folder());
        if (some != run.samples()) {
            try (InterpreterSession session = context.interpreter()) {
                run = run.with(
                        some,
                        run(session, subject, models.originalFile().path(), some, "original"),
                        run(session, subject, models.packagedFile().path(), some, "packaged"));
            }
        }
        return new Trials(models, subject, clock, context, run, bytesUnchanged(models, subject));
    }

    private static long bytesUnchanged(ExplainedModel models, Subject subject) throws LapidaryException, IOException {
        Path file = subject.folder().resolve("unchanged.tflite");
        try {
            PackagedCopy.write(models, file, (editor, graph) -> {});
            return Files.size(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** How many changes were tried. */
    int made() {
        return made;
    }

    /** Whether changes could help notably. */
    boolean areWorthwhile() {
        return judging.suffers();
    }

    /** Whether there is time for one more like the longest until now. */
    boolean isTimeLeft() {
        return clock.left().toMillis() > 1000 * longest;
    }

    /**
     * What helped, in order of trial.
     *
     * @param part of what the most helpful of the same measure brings, at least
     */
    List<Tried> helpful(double part) {
        return helpful.stream()
                .filter(tried -> helpful.stream()
                        .filter(other ->
                                other.gain().measure().equals(tried.gain().measure()))
                        .allMatch(other ->
                                tried.gain().size() >= part * other.gain().size()))
                .toList();
    }

    /** What helped, the first what is worth the most for the time it costs; without what is little beside the most helpful. */
    List<Advice> advice() {
        return helpful(LITTLE).stream()
                .sorted(Comparator.comparing((Tried tried) -> tried.gain().isDecibels())
                        .thenComparing(Comparator.comparingDouble(
                                        (Tried tried) -> tried.gain().worth(tried.latencyRatio()))
                                .reversed()))
                .map(Tried::advice)
                .toList();
    }

    /** Tries a change; it is kept if it helps. */
    void make(Change change) throws LapidaryException, InterruptedException, IOException {
        attempt(change).ifPresent(helpful::add);
    }

    /** Tries several at once, and keeps them if they help more than any alone. */
    void makeTogether(Change all) throws LapidaryException, InterruptedException, IOException {
        attempt(all)
                .filter(tried -> helpful.stream()
                        .allMatch(single -> tried.gain().size() > single.gain().size()
                                && tried.gain().measure().equals(single.gain().measure())))
                .ifPresent(helpful::add);
    }

    private static RunResult run(
            InterpreterSession session, Subject subject, Path model, SampleSet samples, String name)
            throws LapidaryException, InterruptedException {
        Path folder = Folders.fresh(subject.folder(), name);
        return session.run(new RunRequest(model, "", samples, true, Kernels.DEFAULT, folder));
    }

    private Optional<Tried> attempt(Change change) throws LapidaryException, InterruptedException, IOException {
        context.checkCancelled();
        made++;
        double start = clock.seconds();
        Path file = subject.folder().resolve("trial" + made + ".tflite");
        change.write(file);
        try (InterpreterSession session = context.interpreter()) {
            RunResult result = run(session, subject, file, run.samples(), "trial");
            Judgement after = subject.judge().judge(run.with(run.samples(), run.original(), result));
            for (var output : result.outputs()) {
                Files.delete(output.file());
            }
            Optional<Gain> gain = judging.gain(after);
            if (gain.isEmpty()) {
                return Optional.empty();
            }
            long added = Files.size(file) - bytes;
            return Optional.of(new Tried(change, gain.get(), added, latencyRatio(session, file), judging.samples()));
        } finally {
            Files.deleteIfExists(file);
            longest = Math.max(longest, clock.seconds() - start);
        }
    }

    private OptionalDouble latencyRatio(InterpreterSession session, Path changed)
            throws LapidaryException, InterruptedException {
        if (!subject.atHand()) {
            return OptionalDouble.empty();
        }
        Duration share = clock.share(LATENCY_PART);
        var times = session.latency(new LatencyRequest(
                        List.of(models.packagedFile().path(), changed),
                        Optional.of(run.samples()),
                        1,
                        share.compareTo(LONGEST_LATENCY) < 0 ? share : LONGEST_LATENCY,
                        Kernels.DEFAULT))
                .models();
        Quantiles before = times.get(0);
        Quantiles after = times.get(1);
        if (before.p50() <= 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(after.differsFrom(before) ? after.times(before) : 1);
    }
}
