package io.lapidary.coordinator.internal.admission;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.NearestName;
import io.lapidary.api.technique.DataRole;
import io.lapidary.api.work.Lane;
import io.lapidary.events.OptimizationRequest;
import io.lapidary.events.PipelineInfo;
import io.lapidary.events.StepRequest;
import io.lapidary.events.Target;
import io.lapidary.events.WorkKind;
import io.lapidary.events.codec.Copies;
import io.lapidary.events.mapping.RequestMapper;

/**
 * Whether a request can be served, as far as that is known without its model: the order of its steps depends on the model's
 * traits and is the planner's matter.
 */
public final class Admission {
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final int MAX_PRIORITY = 10;
    private static final List<String> ROLES =
            Arrays.stream(DataRole.values()).map(Admission::word).toList();

    private Admission() {}

    /** What is wrong with a request by itself, whatever the nodes offer. */
    public static void checkForm(OptimizationRequest request) throws LapidaryException {
        if (!REQUEST_ID.matcher(request.getRequestId()).matches()) {
            throw invalid(
                    "The requestId '" + shortened(request.getRequestId()) + "' is not of the form " + REQUEST_ID + ".",
                    "Give 1 to 128 letters, digits, '.', '_' and '-'.");
        }
        if (request.getModel().isBlank()) {
            throw invalid("The request names no model.", "Give its URI, as in lapidary:sha256/<hex>.");
        }
        if (request.getPriority() < -MAX_PRIORITY || request.getPriority() > MAX_PRIORITY) {
            throw invalid("The priority " + request.getPriority() + " is not from -10 to 10.", "Give -10 to 10.");
        }
        for (String role : request.getData().keySet()) {
            if (!ROLES.contains(role)) {
                throw invalid(
                        "The request has data for the unknown role '" + shortened(role) + "'.",
                        NearestName.hint(role, ROLES));
            }
        }
        RequestMapper.fromSet(Optional.ofNullable(request.getConstraints()));
        if (request.getSteps().isEmpty() && request.getTargets().isEmpty()) {
            throw new LapidaryException(
                    ErrorCodes.NO_STEPS,
                    "The request names neither a step nor a target.",
                    "Name a step (--step TECHNIQUE; 'lapidary techniques' lists them). A target alone (--target BACKEND) is"
                            + " enough only where a planner searches for steps.");
        }
    }

    /**
     * Pins an explicit pipeline to what the live nodes offer, or turns a request for a target into a question to a planner.
     *
     * @throws LapidaryException that says what is wrong and what would work; the request is to be refused
     */
    public static Verdict admit(OptimizationRequest request, LiveCatalog catalog) throws LapidaryException {
        var pinning = new Pinning(catalog, roles(request));
        List<Target> targets = pinning.targets(request.getTargets());
        if (request.getSteps().isEmpty()) {
            return question(request, pinning);
        }
        var pinned = pinning.pin(request.getSteps(), targets);
        if (request.getPlanOnly()) {
            return question(withSteps(request, pinned.steps()), pinning);
        }
        var pipeline = new PipelineInfo(pinned.steps(), targets, "The steps were given.");
        return new Verdict(request, WorkKind.RUN, Optional.of(pipeline), pinned.lane());
    }

    private static Verdict question(OptimizationRequest request, Pinning pinning) throws LapidaryException {
        pinning.requireNode(Lane.LIGHT.id(), List.of(), List.of());
        return new Verdict(request, WorkKind.PLAN, Optional.empty(), Lane.LIGHT.id());
    }

    /** The data that came with a request. */
    public static Set<DataRole> roles(OptimizationRequest request) {
        var roles = EnumSet.noneOf(DataRole.class);
        for (DataRole role : DataRole.values()) {
            if (request.getData().containsKey(word(role))) {
                roles.add(role);
            }
        }
        return roles;
    }

    private static OptimizationRequest withSteps(OptimizationRequest request, List<StepRequest> steps) {
        var copy = Copies.shallow(request, new OptimizationRequest());
        copy.setSteps(steps);
        return copy;
    }

    private static String word(DataRole role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static String shortened(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "...";
    }

    private static LapidaryException invalid(String message, String remedy) {
        return new LapidaryException(ErrorCodes.INVALID_REQUEST, message, remedy);
    }
}
