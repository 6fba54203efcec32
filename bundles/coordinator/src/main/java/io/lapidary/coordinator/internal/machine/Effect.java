package io.lapidary.coordinator.internal.machine;

import io.lapidary.events.ArtifactRecord;
import io.lapidary.events.EvaluationRecord;
import io.lapidary.events.LifecycleEvent;
import io.lapidary.events.OptimizationResult;
import io.lapidary.events.WorkItem;

/** A message that a transition sends, in the same transaction as the state it leads to. */
public sealed interface Effect {
    record Dispatch(WorkItem item) implements Effect {}

    record Publish(OptimizationResult result) implements Effect {}

    record RecordArtifact(ArtifactRecord artifact) implements Effect {}

    record RecordEvaluation(EvaluationRecord evaluation) implements Effect {}

    record Tell(LifecycleEvent event) implements Effect {}
}
