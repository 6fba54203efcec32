package io.lapidary.coordinator.internal.queue;

/**
 * How many items one task keeps dispatched in a lane.
 *
 * <p>What lies in a lane is beyond priorities and fairness, so it is to be little; but workers are to find the next item there,
 * and an item of no work takes longer to dispatch and to complete than to do. So by Little's law: as many as the lane is seen to
 * complete in a short time, and never fewer than keep every core busy. Seconds of work for fast items, one or two items per
 * core for slow ones.
 */
final class LaneWindow {
    static final long PERIOD_MILLIS = 500;

    private static final double SMOOTHING = 0.5;
    private static final double DECAY = 0.9;

    private final WindowRules rules;
    private final int initial;
    private double window;
    private double perSecond;
    private int completed;
    private boolean full;
    private long since;

    /** @param light whether items are known to be short before the first is done */
    LaneWindow(WindowRules rules, boolean light, long now) {
        this.rules = rules;
        this.initial = light ? rules.initial() : 1;
        this.window = initial;
        this.since = now;
    }

    /** @param least of this task's share of what keeps every core busy */
    int size(int least) {
        return Math.max((int) window, Math.min(least, rules.max()));
    }

    void completed() {
        completed++;
    }

    /** Something had to wait because of the window. */
    void full() {
        full = true;
    }

    /** Adapts once a period is over. */
    void tick(long now) {
        if (now - since < PERIOD_MILLIS) {
            return;
        }
        double rate = completed * 1000.0 / (now - since);
        if (full) {
            perSecond = completed > 0 && perSecond == 0 ? rate : perSecond + SMOOTHING * (rate - perSecond);
            window = Math.min(rules.max(), Math.max(1, perSecond * rules.ahead().toMillis() / 1000.0));
        } else if (window > initial) {
            window = Math.max(initial, window * DECAY); // what was fast may be slow the next time
        } else {
            window = initial;
            perSecond = 0;
        }
        completed = 0;
        full = false;
        since = now;
    }
}
