package io.lapidary.api.technique;

/** Whether a technique must have something. */
public enum Need {
    REQUIRED,
    OPTIONAL
}
