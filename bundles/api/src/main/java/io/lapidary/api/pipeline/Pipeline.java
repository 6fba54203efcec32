package io.lapidary.api.pipeline;

import java.util.List;
import java.util.Objects;

import io.lapidary.api.model.TargetProfile;

/**
 * @param steps in order; may be empty, when a model is only packaged
 * @param target whose package it ends with
 */
public record Pipeline(List<Step> steps, TargetProfile target) {
    public Pipeline {
        steps = List.copyOf(steps);
        Objects.requireNonNull(target, "target");
    }
}
