package io.lapidary.api.engine;

import java.util.List;

/**
 * @param operators one per executed node, in execution order; a delegated partition is one node
 * @param totalMicros median wall time of one invocation
 */
public record ProfileResult(List<OperatorTime> operators, double totalMicros) {
    public ProfileResult {
        operators = List.copyOf(operators);
    }

    /**
     * @param index of the node in the execution plan
     * @param name of the operator, or of the delegate that took it
     * @param delegated whether a delegate runs it
     * @param micros median time of one invocation
     */
    public record OperatorTime(int index, String name, boolean delegated, double micros) {}
}
