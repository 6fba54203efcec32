package io.lapidary.api.model;

/** Names of tensors, for people. */
public final class TensorNames {
    /** Converters join the names of all that they fused by this. */
    public static final char JOINT = ';';

    private TensorNames() {}

    /** The first of the names that a converter joined, which says enough. */
    public static String brief(String name) {
        int end = name.indexOf(JOINT);
        return end <= 0 ? name : name.substring(0, end);
    }
}
