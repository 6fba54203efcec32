package io.lapidary.worker.internal.job;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.Latest;
import io.lapidary.api.planner.Catalog;
import io.lapidary.api.planner.Planner;
import io.lapidary.api.planner.PlanningRequest;
import io.lapidary.worker.internal.plugin.Named;

/**
 * What planners answered to first questions, which come in swarms: a planner gives the same question the same answer. Known for as
 * long as the planners and the catalog are the same.
 */
final class KnownAnswers {
    private static final int KEPT = 256;
    private static final Catalog LEFT_OUT = new Catalog(List.of(), List.of());

    private final Map<PlanningRequest, PlanningDesk.Answer> answers = new Latest<>(KEPT);
    private Catalog catalog = LEFT_OUT;
    private List<Named<Planner>> planners = List.of();

    synchronized Optional<PlanningDesk.Answer> find(PlanningRequest request, List<Named<Planner>> asked) {
        return holdsFor(request, asked) ? Optional.ofNullable(answers.get(question(request))) : Optional.empty();
    }

    synchronized void add(PlanningRequest request, List<Named<Planner>> asked, PlanningDesk.Answer answer) {
        if (!request.evaluated().isEmpty()) {
            return;
        }
        if (!holdsFor(request, asked)) {
            answers.clear();
            catalog = request.catalog();
            planners = List.copyOf(asked);
        }
        answers.put(question(request), answer);
    }

    /** The very catalog: to compare what two of them offer would take longer than to ask. */
    private boolean holdsFor(PlanningRequest request, List<Named<Planner>> asked) {
        return request.catalog() == catalog && asked.equals(planners);
    }

    private static PlanningRequest question(PlanningRequest request) {
        return new PlanningRequest(
                request.model(),
                request.traits(),
                request.steps(),
                request.targets(),
                request.data(),
                request.constraints(),
                LEFT_OUT,
                request.evaluated());
    }
}
