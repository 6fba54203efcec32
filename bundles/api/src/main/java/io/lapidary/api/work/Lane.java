package io.lapidary.api.work;

import java.util.regex.Pattern;

/**
 * A class of work with a topic of its own; a node joins the lanes that it can serve.
 *
 * @param id lower-case letters
 */
public record Lane(String id) implements Comparable<Lane> {
    private static final Pattern FORM = Pattern.compile("[a-z]{1,32}");

    /** Seconds, without samples. */
    public static final Lane LIGHT = new Lane("light");
    /** Runs a model over samples: seconds to minutes. */
    public static final Lane CALIBRATE = new Lane("calibrate");
    /** Trains: minutes to hours. */
    public static final Lane TRAIN = new Lane("train");

    public Lane {
        if (!FORM.matcher(id).matches()) {
            throw new IllegalArgumentException("lane '" + id + "' is not of the form " + FORM);
        }
    }

    @Override
    public int compareTo(Lane other) {
        return id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return id;
    }
}
