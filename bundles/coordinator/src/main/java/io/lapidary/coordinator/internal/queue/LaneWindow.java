package io.lapidary.coordinator.internal.queue;

/**
 * How many items are kept dispatched in a lane.
 *
 * <p>What lies in a lane is beyond priorities and fairness, so it is to be little; but workers are to find the next item there,
 * and an item of no work takes longer to dispatch and to complete than to do. So by Little's law: as many as the lane is seen to
 * complete in the time that an item takes to come and go when nothing waits before it, and half as many more; never fewer than keep every core
 * busy. That is the bandwidth-delay product of Cardwell et al., BBR: Congestion-Based Congestion Control, 2016: however slow or fast
 * nodes, broker and items are, little more than what is being worked on is out.
 *
 * <p>How long an item takes when nothing waits before it is known of those only before which nothing could wait: they were dispatched while
 * no more than half of the window was out. In a lane that is always full, half the window is left unused for a while now and then.
 *
 * <p>Until it is, the way may seem far longer than it is: while a swarm of requests is taken on, completions wait behind them. So while
 * tenants share a lane, the window is never more than lets what was dispatched begin soon ({@link StandingQueue}), nor more than so many for each
 * core ({@link WindowRules#sharedPerCore}): an item of no work takes the machine's time for its way alone, with enough of them out all of it, and
 * then whatever comes of others waits for it at each step of its way. What is worked on for longer than the way takes divided by that number keeps every core
 * busy all the same. A tenant by itself delays nobody but itself, and what is fetched, done and told in larger parts takes less of the machine.
 */
final class LaneWindow {
    private static final long PERIOD_MILLIS = 500;
    private static final long LONGEST_PERIOD_MILLIS = 2_500;
    /** With fewer completions the pace of a period is not known, */
    private static final int FEW = 4;
    /** until so much time has passed. */
    private static final long FEW_MILLIS = 10_000;
    /** From one look at the way's length to the next. */
    private static final long LOOK_MILLIS = 12_000;

    private static final int LOOK_SAMPLES = 4;
    private static final int LOOK_PERIODS = 4;
    /** What is worked on for longer is not dispatched in ever greater numbers before its pace is known. */
    private static final long SHORT_WORK_MILLIS = 100;

    /** What cores do in this time may be out besides what they are doing. */
    private static final double WAIT_MILLIS = 100;

    private static final double GAIN = 1.5;
    private static final double SMOOTHING = 0.5;
    private static final double SAMPLE_WEIGHT = 0.2;
    private static final double DECAY = 0.9;
    private static final double MUCH_LESS = 0.8;

    private final int max;
    private final StandingQueue standing = new StandingQueue();
    private Depth depth = new Depth(1, 1);
    private boolean shared;
    /** None until something is known. */
    private double window;

    private double perSecond;
    /** Of an item before which nothing waits, from its dispatch to its completion. */
    private double wayMillis;
    /** So much of it, a worker works. */
    private double workMillis;

    private boolean growing = true;
    private int completed;
    private boolean full;
    private long since;
    private boolean looking;
    private long nextLook;
    private int lookPeriods;
    private int looked;

    LaneWindow(int max, long now) {
        this.max = max;
        this.since = now;
    }

    int size() {
        return looking ? Math.max(depth.least(), whole() / 2) : whole();
    }

    private int whole() {
        double least = Math.max(floor(), growing ? 2 * depth.least() : 0);
        double wanted = Math.min(Math.max(least, window), shared ? bound() : max);
        return (int) Math.round(Math.min(max, wanted));
    }

    /** While tenants share the lane. */
    private double bound() {
        return Math.max(depth.least(), Math.min(depth.shared(), standing.bound()));
    }

    /**
     * So little may wait whatever is seen of pace and way: both depend on how much is out, and too little would stay too little.
     */
    private double floor() {
        return wayMillis == 0 ? depth.least() : depth.least() * (1 + WAIT_MILLIS / Math.max(1, workMillis));
    }

    /** Whether an item that is dispatched beside so many others tells how long the way is. */
    boolean tells(int others) {
        return others < Math.max(depth.least(), whole() / 2);
    }

    void completed(Way way) {
        completed++;
        standing.completed();
        way.begun().ifPresent(standing::begun);
        way.millis().ifPresent(millis -> {
            wayMillis = smooth(wayMillis, millis);
            looked++;
        });
        way.workMillis().ifPresent(millis -> workMillis = smooth(workMillis, millis));
        if (growing && full && workMillis < SHORT_WORK_MILLIS) {
            window = Math.min(max, Math.max(window, 2 * depth.least()) + 1); // doubles in the time of the way
        }
    }

    private static double smooth(double before, long millis) {
        return before == 0 ? millis : before + SAMPLE_WEIGHT * (millis - before);
    }

    /** Something had to wait because of the window. */
    void full() {
        full = true;
        standing.full();
    }

    /**
     * Adapts once a period is over.
     *
     * @param lane how deep it may be
     * @param out items that are out
     * @param isShared whether tenants share the lane of late
     */
    void tick(Depth lane, int out, boolean isShared, long now) {
        depth = lane;
        shared = isShared;
        standing.tick(out, workMillis, now);
        long period = now - since;
        boolean over = period >= Math.max(PERIOD_MILLIS, Math.min(LONGEST_PERIOD_MILLIS, 2 * wayMillis));
        if (!over || full && completed < FEW && (completed == 0 || period < FEW_MILLIS)) {
            return;
        }
        if (looking) {
            endLook(now);
        } else if (full) {
            adapt(completed * 1000.0 / period, now);
        } else if (completed > 0) {
            window *= DECAY; // what was fast may be slow the next time
            perSecond *= DECAY;
        } else {
            restart();
        }
        completed = 0;
        full = false;
        since = now;
    }

    private void adapt(double rate, long now) {
        boolean faster = rate > GAIN * perSecond;
        perSecond = faster ? rate : perSecond + SMOOTHING * (rate - perSecond);
        growing &= faster;
        if (!growing && wayMillis > 0) {
            set();
            if (now >= nextLook) {
                look();
            }
        }
    }

    private void set() {
        // However long the work does, besides what is worked on no more is of use than what is on its way, and one.
        double most = depth.least() + Math.max(1, 2 * GAIN * perSecond * (wayMillis - workMillis) / 1000);
        window = Math.min(max, Math.min(most, GAIN * perSecond * wayMillis / 1000));
    }

    private void look() {
        looking = true;
        lookPeriods = 0;
        looked = 0;
    }

    /** If the way turns out to be much shorter, things may still have waited on it: then the next look is at once. */
    private void endLook(long now) {
        if (looked < LOOK_SAMPLES && ++lookPeriods < LOOK_PERIODS) {
            return;
        }
        looking = false;
        double before = window;
        set();
        if (window < MUCH_LESS * before) {
            look();
        } else {
            nextLook = now + LOOK_MILLIS;
        }
    }

    /** What was fast may be slow the next time. */
    private void restart() {
        window = 0;
        perSecond = 0;
        wayMillis = 0;
        workMillis = 0;
        growing = true;
        nextLook = 0;
        standing.restart();
    }
}
