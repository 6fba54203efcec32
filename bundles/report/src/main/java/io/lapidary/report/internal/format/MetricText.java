package io.lapidary.report.internal.format;

import java.util.Map;
import java.util.Set;

/** How a metric is named and shown. An evaluation carries a metric's id and value alone, so others than these are shown as plain numbers. */
public final class MetricText {
    public static final String AGREEMENT = "agreement";

    private static final Map<String, String> NAMES =
            Map.of("top1", "Top-1 accuracy", "top5", "Top-5 accuracy", AGREEMENT, "Agreement with the original");
    private static final Set<String> SHARES = Set.of("top1", "top5", AGREEMENT);

    private MetricText() {}

    public static String name(String id) {
        return NAMES.getOrDefault(id, id);
    }

    public static String value(String id, double value) {
        return isShare(id) ? Amounts.percent(value) : Amounts.three(value);
    }

    public static Change change(String id, double before, double after) {
        return isShare(id) ? Change.ofShare(before, after) : Change.ofNumber(before, after);
    }

    /** Whether it is a share from 0 to 1 of which more is better. */
    public static boolean isShare(String id) {
        return SHARES.contains(id);
    }
}
