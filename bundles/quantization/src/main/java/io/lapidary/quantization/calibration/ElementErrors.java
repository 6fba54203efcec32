package io.lapidary.quantization.calibration;

/** What becomes of a distribution's elements that are rounded and clipped. */
interface ElementErrors {
    /** The squared error of all elements for a squared error of 1 of each. */
    double rounding();

    /** The squared error of what lies below a range's lower end. */
    double clippedBelow(double end);

    /** The squared error of what lies above a range's upper end. */
    double clippedAbove(double end);

    /** The squared error for one of 1 at the lower end of what was seen. */
    double unseenBelow();

    /** The squared error for one of 1 at the upper end of what was seen. */
    double unseenAbove();
}
