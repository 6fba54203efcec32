package io.lapidary.shell.request;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.lapidary.api.LapidaryException;
import io.lapidary.events.ConstraintSet;
import io.lapidary.events.OptimizationRequest;
import io.lapidary.events.StepRequest;
import io.lapidary.events.Target;
import io.lapidary.shell.json.Json;

/**
 * Reads a request from a JSON file: the fields of OptimizationRequest by their names, but {@code timeout} instead of
 * {@code deadline}, and {@code createdAt} left out. Paths are relative to the file.
 */
public final class RequestFile {
    private static final List<String> KEYS = List.of(
            "requestId",
            "model",
            "modelName",
            "steps",
            "targets",
            "data",
            "task",
            "constraints",
            "seed",
            "timeout",
            "priority",
            "planOnly",
            "evaluate",
            "explain",
            "report",
            "reuseSteps",
            "traceparent",
            "labels");
    private static final List<String> ROLES = List.of("representative", "training", "test");
    private static final int HIGHEST_PRIORITY = 10;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    private RequestFile() {}

    public static RequestDraft read(Path file) throws UsageException, LapidaryException {
        LocalPaths.requireFile("The request", file);
        JsonFields fields;
        try {
            fields = JsonFields.of(file.toString(), Json.parse(withoutMark(Files.readString(file))));
        } catch (CharacterCodingException e) {
            throw new UsageException(file + " is not UTF-8 text.");
        } catch (IOException e) {
            throw new UsageException(
                    file + " is not JSON: " + e.getMessage().lines().findFirst().orElse("") + ".");
        }
        fields.allow(KEYS);
        Path parent = file.toAbsolutePath().getParent();
        Path base = parent == null ? file.toAbsolutePath() : parent;
        var model = ModelArgument.parse(fields.text("model").orElseThrow(() -> fields.missing("model")), base);
        Optional<String> id = fields.text("requestId");
        if (id.isPresent() && !ID.matcher(id.get()).matches()) {
            throw new UsageException("In " + file + ", the requestId '" + id.get()
                    + "' is not 1 to 128 letters, digits, dots, underscores or dashes.");
        }
        Optional<String> timeout = fields.text("timeout");
        Optional<Duration> limit = timeout.isPresent()
                ? Optional.of(DurationSyntax.parse("In " + file + ", timeout", timeout.get()))
                : Optional.empty();
        var rest = new Rest(
                fields.text("modelName"),
                steps(fields),
                targets(fields),
                fields.text("task"),
                constraints(fields),
                fields.integer("seed"),
                priority(file, fields),
                fields.flag("planOnly"),
                fields.flag("evaluate"),
                fields.flag("explain"),
                fields.flag("report"),
                fields.flag("reuseSteps"),
                fields.text("traceparent"),
                fields.texts("labels"));
        return new RequestDraft(model, data(fields, base), limit, id, rest::set);
    }

    /** RFC 8259 lets a reader pass over the mark of the order of bytes, with which some editors begin a file. */
    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static Optional<Long> priority(Path file, JsonFields fields) throws UsageException {
        Optional<Long> priority = fields.integer("priority");
        if (priority.isPresent() && (priority.get() < -HIGHEST_PRIORITY || priority.get() > HIGHEST_PRIORITY)) {
            throw new UsageException("In " + file + ", 'priority' is not from -10 to 10.");
        }
        return priority;
    }

    private static TreeMap<String, DataArgument> data(JsonFields fields, Path base)
            throws UsageException, LapidaryException {
        var data = new TreeMap<String, DataArgument>();
        JsonFields roles = fields.object("data");
        roles.allow(ROLES);
        for (String role : ROLES) {
            Optional<String> text = roles.text(role);
            if (text.isPresent()) {
                data.put(role, DataArgument.parse(role, text.get(), base));
            }
        }
        return data;
    }

    private static List<StepRequest> steps(JsonFields fields) throws UsageException {
        var steps = new ArrayList<StepRequest>();
        for (JsonFields step : fields.objects("steps")) {
            step.allow(List.of("technique", "version", "parameters"));
            steps.add(StepRequest.newBuilder()
                    .setTechnique(step.text("technique").orElseThrow(() -> step.missing("technique")))
                    .setVersion(step.text("version").orElse(null))
                    .setParameters(step.texts("parameters"))
                    .build());
        }
        return steps;
    }

    private static List<Target> targets(JsonFields fields) throws UsageException {
        var targets = new ArrayList<Target>();
        for (JsonFields target : fields.objects("targets")) {
            target.allow(List.of("backend", "profile", "parameters"));
            targets.add(Target.newBuilder()
                    .setBackend(target.text("backend").orElseThrow(() -> target.missing("backend")))
                    .setProfile(target.text("profile").orElse(""))
                    .setParameters(target.texts("parameters"))
                    .build());
        }
        return targets;
    }

    private static Optional<ConstraintSet> constraints(JsonFields fields) throws UsageException {
        JsonFields set = fields.object("constraints");
        set.allow(List.of("maxAccuracyDrop", "maxBytes", "maxLatencyMicros", "objective"));
        if (set.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(ConstraintSet.newBuilder()
                .setMaxAccuracyDrop(set.number("maxAccuracyDrop").orElse(null))
                .setMaxBytes(set.integer("maxBytes").orElse(null))
                .setMaxLatencyMicros(set.number("maxLatencyMicros").orElse(null))
                .setObjective(set.text("objective").orElse(null))
                .build());
    }

    /** What needs no files. */
    private record Rest(
            Optional<String> modelName,
            List<StepRequest> steps,
            List<Target> targets,
            Optional<String> task,
            Optional<ConstraintSet> constraints,
            Optional<Long> seed,
            Optional<Long> priority,
            Optional<Boolean> planOnly,
            Optional<Boolean> evaluate,
            Optional<Boolean> explain,
            Optional<Boolean> report,
            Optional<Boolean> reuseSteps,
            Optional<String> traceparent,
            Map<String, String> labels) {
        void set(OptimizationRequest.Builder request) {
            modelName.ifPresent(request::setModelName);
            request.setSteps(steps).setTargets(targets).setLabels(labels);
            task.ifPresent(request::setTask);
            constraints.ifPresent(request::setConstraints);
            seed.ifPresent(request::setSeed);
            priority.ifPresent(value -> request.setPriority(value.intValue()));
            planOnly.ifPresent(request::setPlanOnly);
            evaluate.ifPresent(request::setEvaluate);
            explain.ifPresent(request::setExplain);
            report.ifPresent(request::setReport);
            reuseSteps.ifPresent(request::setReuseSteps);
            traceparent.ifPresent(request::setTraceparent);
        }
    }
}
