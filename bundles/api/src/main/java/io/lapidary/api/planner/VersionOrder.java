package io.lapidary.api.planner;

import java.util.Arrays;

/** The order of {@code major.minor.micro} versions: by number, not by letter. */
public final class VersionOrder {
    private VersionOrder() {}

    /** Negative, zero or positive as {@code a} is lower than, equal to or higher than {@code b}. */
    public static int compare(String a, String b) {
        return Arrays.compare(numbers(a), numbers(b));
    }

    private static long[] numbers(String version) {
        return Arrays.stream(version.split("\\.")).mapToLong(Long::parseLong).toArray();
    }
}
