package io.lapidary.dataset.internal.convert;

/** A value that the array cannot hold; the message says which and why, the one who catches it says where. */
final class BadValue extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean finite;

    BadValue(double value, String why) {
        super("value " + (value == Math.rint(value) && Math.abs(value) < 1e15 ? String.valueOf((long) value) : value)
                + " " + why);
        this.finite = Double.isFinite(value);
    }

    boolean isFinite() {
        return finite;
    }
}
