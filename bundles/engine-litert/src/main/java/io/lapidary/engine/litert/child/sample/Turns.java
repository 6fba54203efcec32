package io.lapidary.engine.litert.child.sample;

/** Lets threads that work on samples side by side bring in what they found in the samples' order. */
public final class Turns {
    private long next;
    private boolean ended;

    /**
     * Waits until all samples before this one were brought in.
     *
     * @return false if another thread has failed, and there is no more to do
     */
    public synchronized boolean await(long sample) throws InterruptedException {
        while (next != sample && !ended) {
            wait();
        }
        return !ended;
    }

    /** The sample whose turn it is was brought in. */
    public synchronized void done() {
        next++;
        notifyAll();
    }

    /** Nothing more comes. */
    public synchronized void end() {
        ended = true;
        notifyAll();
    }
}
