package io.lapidary.quantization.integer.range;

import java.io.IOException;
import java.util.List;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.work.Finding;
import io.lapidary.quantization.calibration.Calibration;
import io.lapidary.quantization.integer.preparation.Groundwork;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/** Where what is known of activations comes from. */
public interface RangeSource {
    /**
     * The model with what else can be done for it where so much is known.
     *
     * @param schemes that its operators may come to have
     * @param findings is told what was given up for it
     */
    default Groundwork improved(Groundwork ground, List<IntegerScheme> schemes, List<Finding> findings)
            throws IOException, LapidaryException, InterruptedException {
        return ground;
    }

    /**
     * Ranges for each scheme, and means by channel where biases are to be corrected by them.
     *
     * @param findings is told what is not known
     */
    List<Calibration> ranges(Groundwork ground, List<IntegerScheme> schemes, List<Finding> findings)
            throws IOException, LapidaryException, InterruptedException;
}
