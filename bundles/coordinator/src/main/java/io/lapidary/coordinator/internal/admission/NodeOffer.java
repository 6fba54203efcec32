package io.lapidary.coordinator.internal.admission;

import java.util.List;
import java.util.Set;

import io.lapidary.api.backend.BackendDescriptor;
import io.lapidary.events.StepRequest;
import io.lapidary.events.Target;

/**
 * What one live node offers.
 *
 * @param node its name
 * @param lanes it serves
 * @param cores it has
 * @param idle whether it works on nothing
 * @param techniques in every version
 * @param backends in every version
 */
record NodeOffer(
        String node,
        Set<String> lanes,
        int cores,
        boolean idle,
        List<Offered> techniques,
        List<BackendDescriptor> backends) {
    /** Whether it can run such a pipeline; steps are pinned. */
    boolean canRun(String lane, List<StepRequest> steps, List<Target> targets) {
        return lanes.contains(lane)
                && steps.stream().allMatch(this::offers)
                && targets.stream().allMatch(this::offers);
    }

    private boolean offers(StepRequest step) {
        return techniques.stream()
                .anyMatch(t -> t.technique().id().equals(step.getTechnique())
                        && t.technique().version().equals(step.getVersion())
                        && t.jar().equals(step.getJar()));
    }

    private boolean offers(Target target) {
        return backends.stream().anyMatch(b -> b.id().equals(target.getBackend()));
    }
}
