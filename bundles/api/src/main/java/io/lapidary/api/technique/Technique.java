package io.lapidary.api.technique;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.work.WorkContext;

/**
 * One way to optimize a model.
 *
 * <p>Register it as an OSGi service; nothing else has to know of it. A technique has no state, is thread-safe, writes only
 * below the context's work folder, and gives equal bytes for equal input, parameters and seed.
 */
public interface Technique {
    /** Who it is and what it promises; the same at every call. */
    TechniqueDescriptor descriptor();

    /**
     * Applies it.
     *
     * @throws LapidaryException with a code that says whose fault it is; never another exception for bad input
     * @throws InterruptedException if cancelled or past the deadline
     */
    TechniqueResult apply(TechniqueInput input, WorkContext context) throws LapidaryException, InterruptedException;
}
