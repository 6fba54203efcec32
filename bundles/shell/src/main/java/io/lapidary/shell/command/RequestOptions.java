package io.lapidary.shell.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.NearestName;
import io.lapidary.events.ConstraintSet;
import io.lapidary.events.StepRequest;
import io.lapidary.events.Target;
import io.lapidary.shell.request.DataArgument;
import io.lapidary.shell.request.DurationSyntax;
import io.lapidary.shell.request.ModelArgument;
import io.lapidary.shell.request.RequestDraft;
import io.lapidary.shell.request.StepSyntax;
import io.lapidary.shell.request.TargetSyntax;
import io.lapidary.shell.request.UsageException;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is asked of a model. */
final class RequestOptions {
    private static final List<String> OBJECTIVES = List.of("size", "latency", "accuracy");

    @Parameters(paramLabel = "MODEL", description = "A .tflite file, or lapidary:sha256/... of one in the store.")
    private String model;

    @Option(
            names = "--step",
            paramLabel = "ID[:NAME=VALUE,...]",
            description =
                    "A technique and its parameters, in the order of the steps. A comma within a value is written \\,")
    private List<String> steps = new ArrayList<>();

    @Option(
            names = "--target",
            paramLabel = "BACKEND[:PROFILE][,NAME=VALUE...]",
            description =
                    "Hardware to package and measure for, and the backend's parameters; may be given several times"
                            + " (default: cpu).")
    private List<String> targets = new ArrayList<>();

    @Option(
            names = "--representative",
            paramLabel = "DATA",
            description = "Samples that are like those of later use, for techniques that calibrate.")
    private String representative;

    @Option(names = "--train", paramLabel = "DATA", description = "Labelled samples for techniques that train.")
    private String train;

    @Option(names = "--test", paramLabel = "DATA", description = "Labelled samples that the result is measured with.")
    private String test;

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description = "As in classification or regression (default: found out from model and labels).")
    private String task;

    @Option(
            names = "--max-accuracy-drop",
            paramLabel = "X",
            description = "How much worse the task's primary metric may be, absolute, as in 0.01; needs --test.")
    private Double maxAccuracyDrop;

    @Option(names = "--max-bytes", paramLabel = "N", description = "Largest size of the package.")
    private Long maxBytes;

    @Option(
            names = "--max-latency-us",
            paramLabel = "N",
            description = "Largest median latency of one invocation, in microseconds.")
    private Double maxLatency;

    @Option(
            names = "--objective",
            paramLabel = "WORD",
            completionCandidates = Objectives.class,
            description = "What to make best: size, latency or accuracy.")
    private String objective;

    @Option(names = "--plan-only", description = "Answers with the plan and its reasons; runs nothing.")
    private boolean planOnly;

    @Option(
            names = "--no-explain",
            description = "Does not measure, operator by operator, what quantization did; saves that time.")
    private boolean noExplain;

    @Option(names = "--seed", paramLabel = "N", description = "Where randomness starts (default: 0).")
    private long seed;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "Ends the request if it is not done by then, as in 90s, 10m or 1h30m.")
    private String timeout;

    RequestDraft draft(Path folder) throws UsageException, LapidaryException {
        var requested = new ArrayList<StepRequest>();
        for (String step : steps) {
            requested.add(StepSyntax.parse(step));
        }
        var hardware = new ArrayList<Target>();
        for (String target : targets) {
            Target parsed = TargetSyntax.parse(target);
            if (hardware.contains(parsed)) {
                throw new UsageException("--target " + target + " is given twice. Give it once.");
            }
            hardware.add(parsed);
        }
        var data = new TreeMap<String, DataArgument>();
        for (var role : roles().entrySet()) {
            data.put(role.getKey(), DataArgument.parse(role.getKey(), role.getValue(), folder));
        }
        Optional<Duration> limit =
                timeout == null ? Optional.empty() : Optional.of(DurationSyntax.parse("--timeout", timeout));
        Optional<ConstraintSet> constraints = constraints();
        return new RequestDraft(ModelArgument.parse(model, folder), data, limit, Optional.empty(), request -> {
            request.setSteps(requested)
                    .setTargets(hardware)
                    .setSeed(seed)
                    .setPlanOnly(planOnly)
                    .setExplain(!noExplain);
            if (task != null) {
                request.setTask(task);
            }
            constraints.ifPresent(request::setConstraints);
        });
    }

    private Map<String, String> roles() {
        var roles = new TreeMap<String, String>();
        if (representative != null) {
            roles.put("representative", representative);
        }
        if (train != null) {
            roles.put("training", train);
        }
        if (test != null) {
            roles.put("test", test);
        }
        return roles;
    }

    private Optional<ConstraintSet> constraints() throws UsageException {
        if (maxAccuracyDrop != null && !(maxAccuracyDrop >= 0)) {
            throw new UsageException("--max-accuracy-drop " + maxAccuracyDrop + " is not a number from 0.");
        }
        if (maxBytes != null && maxBytes <= 0) {
            throw new UsageException("--max-bytes " + maxBytes + " is not above zero.");
        }
        if (maxLatency != null && !(maxLatency > 0)) {
            throw new UsageException("--max-latency-us " + maxLatency + " is not above zero.");
        }
        if (objective != null && !OBJECTIVES.contains(objective)) {
            throw new UsageException(
                    "--objective " + objective + " is unknown. " + NearestName.hint(objective, OBJECTIVES));
        }
        if (maxAccuracyDrop != null && test == null) {
            throw new UsageException("--max-accuracy-drop needs labelled data to measure with: add --test DATA.");
        }
        if (maxAccuracyDrop == null && maxBytes == null && maxLatency == null && objective == null) {
            return Optional.empty();
        }
        return Optional.of(ConstraintSet.newBuilder()
                .setMaxAccuracyDrop(maxAccuracyDrop)
                .setMaxBytes(maxBytes)
                .setMaxLatencyMicros(maxLatency)
                .setObjective(objective)
                .build());
    }

    /** What a shell completes. */
    static final class Objectives implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return OBJECTIVES.iterator();
        }
    }
}
