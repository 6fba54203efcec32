package io.lapidary.api.technique;

/** What part a model plays in a step. */
public enum ModelRole {
    /** The model that is optimized. */
    SUBJECT,
    /** A model that others learn from. */
    TEACHER,
    /** A model that learns. */
    STUDENT
}
