package io.lapidary.technique.mixedprecision.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.technique.DataRole;
import io.lapidary.api.technique.TechniqueInput;
import io.lapidary.api.technique.TechniqueResult;
import io.lapidary.api.work.Attachment;
import io.lapidary.api.work.Finding;
import io.lapidary.api.work.WorkContext;
import io.lapidary.quantization.integer.mixed.MixedQuantization;
import io.lapidary.quantization.integer.mixed.MixedResult;
import io.lapidary.quantization.integer.mixed.MixedSettings;
import io.lapidary.quantization.integer.mixed.Precision;

/** One model's way: calibrate, measure units, search, write. */
final class MixedPrecisionJob {
    private static final double CALIBRATED = 0.1;
    /** Steps that bisection takes of the longest walk: each unit can become more exact three times. */
    private static final int BISECTION = 13;

    private final TechniqueInput input;
    private final WorkContext context;
    private final SearchSettings settings;
    private final List<Finding> findings = new ArrayList<>();

    MixedPrecisionJob(TechniqueInput input, WorkContext context) throws LapidaryException {
        this.input = input;
        this.context = context;
        this.settings = SearchSettings.of(input.parameters());
    }

    TechniqueResult run() throws IOException, LapidaryException, InterruptedException {
        var mixed = MixedSettings.of(input.parameters());
        context.checkCancelled();
        SampleSet representative = input.data().get(DataRole.REPRESENTATIVE);
        var quantization = MixedQuantization.prepare(input.subject().path(), representative, mixed, context, findings);
        context.progress(CALIBRATED, "ranges measured");
        Units units = units(quantization);
        var engine = new ModelRuns(input.subject().path(), quantization, samples(representative), context);
        if (settings.limits().maxAccuracyDrop().isPresent() && !engine.classifies()) {
            throw new LapidaryException(
                    ErrorCodes.INVALID_PARAMETER,
                    "max_accuracy_drop asks for decisions, and the first output of the model is no row of classes.",
                    "Set min_sqnr_db instead.");
        }
        return search(units, engine);
    }

    /** A plan that is given leaves no choice to any unit. */
    private Units units(MixedQuantization quantization) throws LapidaryException {
        if (settings.plan().isEmpty()) {
            return Units.of(quantization.operators(), settings.allowed(), settings.maxUnits());
        }
        quantization.requireFits(settings.plan().get());
        return Units.planned(quantization.operators(), settings.plan().get());
    }

    private TechniqueResult search(Units units, ModelRuns engine)
            throws IOException, LapidaryException, InterruptedException {
        var steps = new Steps(context, CALIBRATED, expectedRuns(units));
        List<Precision> uniforms = List.copyOf(settings.allowed());
        Costs costs = costs(units, uniforms, engine);
        var measured = new Measured(assignment -> {
            steps.done("measuring models");
            return engine.measure(assignment, units.plan(assignment), costs, isTimed());
        });
        Sensitivities noise = sensitivities(units, engine, steps);
        var search = new Search(
                units,
                noise,
                costs,
                settings.limits(),
                measured,
                settings.frontierPoints(),
                settings.refinements(),
                context::checkCancelled);
        Optional<Point> best = search.run(uniforms);
        var explanation = new Explanation(units, noise);
        if (best.isEmpty()) {
            throw explanation.unreachable(settings.limits(), measured.points());
        }
        return result(new Frontier(units, noise, measured.points(), best.get()), explanation, engine, steps);
    }

    private boolean isTimed() {
        return settings.limits().maxLatencyMicros().isPresent();
    }

    private int expectedRuns(Units units) {
        int singles = units.list().stream()
                .filter(Unit::isFree)
                .mapToInt(unit -> unit.choices().size())
                .sum();
        return singles + settings.allowed().size() + BISECTION + settings.frontierPoints() + settings.refinements();
    }

    /** Labelled test samples decide about accuracy, else labelled representative ones; without labels, agreement does. */
    private ModelRuns.Samples samples(SampleSet representative) throws IOException {
        SampleSet some = SampleChoice.some(representative, settings.sensitivitySamples(), context.workFolder());
        SampleSet deciding = representative;
        Optional<Classification> labels = Classification.labels(representative);
        Optional<SampleSet> test = Optional.ofNullable(input.data().get(DataRole.TEST));
        if (settings.limits().maxAccuracyDrop().isPresent() && test.isPresent()) {
            Optional<Classification> tested = Classification.labels(test.get());
            if (tested.isPresent()) {
                deciding = test.get();
                labels = tested;
            }
        }
        return new ModelRuns.Samples(representative, some, deciding, labels);
    }

    /** With a limit of time, what each precision takes is measured of the whole model; it is as usual otherwise. */
    private Costs costs(Units units, List<Precision> uniforms, ModelRuns engine)
            throws IOException, LapidaryException, InterruptedException {
        Map<Precision, Double> times = new EnumMap<>(Costs.USUAL_TIMES);
        if (isTimed()) {
            for (Precision uniform : uniforms) {
                times.put(uniform, engine.relativeTime(units.plan(units.uniform(uniform))));
            }
        }
        boolean both = settings.limits().maxBytes().isPresent() && isTimed();
        return switch (settings.objective()) {
            case LATENCY -> new Costs(units, times, Costs.FEW, 1);
            case BYTES -> new Costs(units, times, 1, Costs.TIE);
            case BALANCED -> new Costs(units, times, 1, both ? 1 : Costs.SOME);
        };
    }

    private Sensitivities sensitivities(Units units, ModelRuns engine, Steps steps)
            throws IOException, LapidaryException, InterruptedException {
        Assignment exact = units.uniform(Precision.FLOAT32);
        var noise = new ArrayList<Map<Precision, Double>>();
        for (int i = 0; i < units.count(); i++) {
            var own = new EnumMap<Precision, Double>(Precision.class);
            if (units.get(i).isFree()) {
                for (Precision choice : units.get(i).choices()) {
                    steps.done("measuring operators");
                    own.put(
                            choice,
                            choice == exact.of(i) && choice == Precision.FLOAT32
                                    ? 0.0
                                    : engine.noise(units.plan(exact.with(i, choice))));
                }
            }
            noise.add(own);
        }
        return new Sensitivities(noise);
    }

    private TechniqueResult result(Frontier frontier, Explanation explanation, ModelRuns engine, Steps steps)
            throws IOException, LapidaryException, InterruptedException {
        Point chosen = frontier.chosen();
        String plan = frontier.units().plan(chosen.assignment()).text();
        MixedResult written = engine.write(frontier.units().plan(chosen.assignment()), "mixed-precision.tflite");
        Map<String, Integer> counts = frontier.counts(chosen.assignment());
        findings.addAll(explanation.notes(chosen, written, plan, counts));
        findings.addAll(explanation.worst(chosen.assignment()));
        if (!engine.isTimedAlone()) {
            findings.add(Finding.warning(
                    "latency-disturbed",
                    "",
                    "Other work ran on this node while time was measured; repeat the request when it is quiet."));
        }
        var measures = new LinkedHashMap<String, Double>();
        measures.put("sqnr_db", chosen.sqnrDb());
        chosen.accuracyDrop().ifPresent(drop -> measures.put("accuracy_drop", drop));
        measures.put("relative_time", chosen.relativeTime());
        measures.put("conversions", (double) written.conversions());
        measures.put("measured_models", (double) frontier.points().size());
        measures.put("engine_runs", (double) steps.count());
        counts.forEach((precision, count) -> measures.put(precision + "_operators", (double) count));
        Path table = context.workFolder().resolve("mixed-precision-frontier.json");
        Files.writeString(table, frontier.json(input.parameters().asText()));
        Path recipe = context.workFolder().resolve("mixed-precision-recipe.txt");
        Files.writeString(recipe, Recipes.step(input.parameters(), plan) + "\n");
        context.progress(1, "model written");
        return new TechniqueResult(
                List.of(new TechniqueResult.Candidate(written.file(), measures, explanation.of(chosen))),
                List.of(
                        new Attachment("mixed-precision-frontier.json", "application/json", table),
                        new Attachment("mixed-precision-recipe.txt", "text/plain", recipe)),
                findings);
    }
}
