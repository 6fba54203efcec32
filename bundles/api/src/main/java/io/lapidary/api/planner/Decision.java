package io.lapidary.api.planner;

import java.util.List;
import java.util.Objects;

import io.lapidary.api.pipeline.Pipeline;

/** What a planner decided. */
public sealed interface Decision {
    /** Why, for people. */
    String reason();

    /**
     * Run these candidates, then ask again.
     *
     * @param candidates at least one
     */
    record Run(List<Candidate> candidates, String reason) implements Decision {
        public Run {
            candidates = List.copyOf(candidates);
            Objects.requireNonNull(reason, "reason");
            if (candidates.isEmpty()) {
                throw new IllegalArgumentException("nothing to run");
            }
        }
    }

    /**
     * Run this one pipeline and publish what it gives: an explicit pipeline's answer, which needs no second question.
     *
     * @param pipelines one per target
     */
    record RunAndPublish(List<Candidate> pipelines, String reason) implements Decision {
        public RunAndPublish {
            pipelines = List.copyOf(pipelines);
            Objects.requireNonNull(reason, "reason");
            if (pipelines.isEmpty()) {
                throw new IllegalArgumentException("nothing to run");
            }
        }
    }

    /**
     * Publish these candidates of those that were run.
     *
     * @param numbers of evaluated candidates, at least one
     */
    record Publish(List<Integer> numbers, String reason) implements Decision {
        public Publish {
            numbers = List.copyOf(numbers);
            Objects.requireNonNull(reason, "reason");
            if (numbers.isEmpty()) {
                throw new IllegalArgumentException("nothing to publish");
            }
        }
    }

    /** Nothing that was tried, or could be, satisfies the request. */
    record Unsatisfied(String reason) implements Decision {
        public Unsatisfied {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * A pipeline to run.
     *
     * @param pipeline its steps' versions pinned
     * @param reason why it is worth running, for people
     */
    record Candidate(Pipeline pipeline, String reason) {
        public Candidate {
            Objects.requireNonNull(pipeline, "pipeline");
            Objects.requireNonNull(reason, "reason");
        }
    }
}
