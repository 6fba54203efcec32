package io.lapidary.evaluation.internal.explain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.InterpreterSession;
import io.lapidary.api.engine.Kernels;
import io.lapidary.api.engine.RunRequest;
import io.lapidary.api.engine.RunResult;
import io.lapidary.api.evaluation.Advice;
import io.lapidary.api.work.WorkContext;
import io.lapidary.evaluation.internal.explain.Judge.Judgement;
import io.lapidary.evaluation.internal.sample.Folders;
import io.lapidary.evaluation.internal.sample.SampleRun;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;

/** Tries what changes would bring, and advises what helped. */
final class Trials {
    /** Fewer samples tell no agreement. */
    private static final long LEAST_SAMPLES = 32;

    private final ExplainedModel models;
    private final Subject subject;
    private final Map<Tensor, List<Double>> factors;
    private final Clock clock;
    private final WorkContext context;
    private final List<Advice> advice = new ArrayList<>();
    /** What helped in float32. */
    private final List<Set<Operator>> helpful = new ArrayList<>();

    private int made;

    Trials(
            ExplainedModel models,
            Subject subject,
            Map<Tensor, List<Double>> factors,
            Clock clock,
            WorkContext context) {
        this.models = models;
        this.subject = subject;
        this.factors = factors;
        this.clock = clock;
        this.context = context;
    }

    /** How many changes were tried. */
    int made() {
        return made;
    }

    /**
     * Tries each by itself, and at last all together that helped in float32.
     *
     * @param candidates the most promising first
     * @return what helped, the most helpful first
     */
    List<Advice> run(List<Change> candidates) throws LapidaryException, InterruptedException, IOException {
        SampleRun run = affordable(candidates.size() + 1);
        Judgement before = subject.judge().judge(run);
        double longest = 0;
        for (Change candidate : candidates) {
            if (clock.left().toMillis() < 1000 * longest) {
                return sorted();
            }
            double start = clock.seconds();
            attempt(candidate, run, before).ifPresent(found -> {
                advice.add(found);
                if (candidate instanceof FloatIsland) {
                    helpful.add(candidate.operators());
                }
            });
            longest = Math.max(longest, clock.seconds() - start);
        }
        if (helpful.size() > 1 && clock.left().toMillis() > 1000 * longest) {
            attempt(new FloatIsland(models, all(), factors), run, before)
                    .filter(this::isBest)
                    .ifPresent(advice::add);
        }
        return sorted();
    }

    private Set<Operator> all() {
        var all = new LinkedHashSet<Operator>();
        helpful.forEach(all::addAll);
        return all;
    }

    private boolean isBest(Advice all) {
        return advice.stream()
                .allMatch(single -> Judging.gain(all) > Judging.gain(single)
                        && all.measure().equals(single.measure()));
    }

    private List<Advice> sorted() {
        return advice.stream()
                .sorted(Comparator.comparing((Advice a) -> a.measure().equals(Advice.SQNR))
                        .thenComparing(Comparator.comparingDouble(Judging::gain).reversed()))
                .toList();
    }

    /** The samples, or as many as so many runs over them take the time that is left. */
    private SampleRun affordable(int runs) throws LapidaryException, InterruptedException, IOException {
        SampleRun run = subject.run();
        double seconds = clock.left().toMillis() / 1000.0 / (runs + 2);
        long most = (long) Math.max(LEAST_SAMPLES, seconds / Math.max(1e-9, run.secondsPerSample()));
        SampleSet some = SampleSubset.of(run.samples(), most, subject.folder());
        if (some == run.samples()) {
            return run;
        }
        try (InterpreterSession session = context.interpreter()) {
            return run.with(
                    some,
                    run(session, models.originalFile().path(), some, "original"),
                    run(session, models.packagedFile().path(), some, "packaged"));
        }
    }

    private RunResult run(InterpreterSession session, Path model, SampleSet samples, String name)
            throws LapidaryException, InterruptedException {
        Path folder = Folders.fresh(subject.folder(), name);
        return session.run(new RunRequest(model, "", samples, true, Kernels.DEFAULT, folder));
    }

    private Optional<Advice> attempt(Change change, SampleRun run, Judgement before)
            throws LapidaryException, InterruptedException, IOException {
        context.checkCancelled();
        made++;
        Path file = subject.folder().resolve("trial" + made + ".tflite");
        change.write(file);
        long added = Files.size(file) - Files.size(models.packagedFile().path());
        try (InterpreterSession session = context.interpreter()) {
            RunResult result = run(session, file, run.samples(), "trial");
            Judgement after = subject.judge().judge(run.with(run.samples(), run.original(), result));
            for (var output : result.outputs()) {
                Files.delete(output.file());
            }
            Files.delete(file);
            return Judging.advice(change, before, after, added, run.samples().count());
        }
    }
}
