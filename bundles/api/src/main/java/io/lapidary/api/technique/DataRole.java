package io.lapidary.api.technique;

/** What samples are for. */
public enum DataRole {
    /** A few hundred samples like those met in use, to measure activations with; labels are not needed. */
    REPRESENTATIVE,
    /** Labelled samples to learn from. */
    TRAINING,
    /** Samples that nothing was tuned on, to measure results with. */
    TEST
}
