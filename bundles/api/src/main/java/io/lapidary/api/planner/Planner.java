package io.lapidary.api.planner;

import io.lapidary.api.LapidaryException;

/**
 * Turns a request into candidate pipelines, and their evaluations into a decision.
 *
 * <p>Asked first with no evaluations; as long as it answers {@link Decision.Run}, the platform runs those candidates and asks
 * again with every evaluation so far, in the order they were asked for. It has no state: the same question gets the same
 * answer, on any node; so a node may give an answer again, without asking, as long as the catalog is the same.
 */
public interface Planner {
    /** As in {@code explicit}. */
    String id();

    /** Whether this planner answers such a request; among several that do, the one of the highest service ranking is asked. */
    boolean answers(PlanningRequest request);

    /**
     * Decides what comes next.
     *
     * @throws LapidaryException if the request cannot be planned: what is wrong and what would work
     */
    Decision plan(PlanningRequest request) throws LapidaryException, InterruptedException;
}
