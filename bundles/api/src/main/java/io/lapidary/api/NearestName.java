package io.lapidary.api;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what a misspelt name was probably meant to be, for error messages. */
public final class NearestName {
    private NearestName() {}

    /** The candidate at the least edit distance, if that is at most a third of the name's length (and at least 2). */
    public static Optional<String> of(String name, Collection<String> candidates) {
        int limit = Math.max(2, name.length() / 3);
        return candidates.stream()
                .filter(candidate -> distance(name, candidate) <= limit)
                .min(Comparator.<String>comparingInt(candidate -> distance(name, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** "Did you mean X?", if something is near. */
    public static Optional<String> question(String name, Collection<String> candidates) {
        return of(name, candidates).map(near -> "Did you mean '" + near + "'?");
    }

    /** "Did you mean X? " or nothing, then the allowed names. */
    public static String hint(String name, Collection<String> candidates) {
        String known = candidates.isEmpty()
                ? "There are none."
                : "Known are: " + String.join(", ", candidates.stream().sorted().toList()) + ".";
        return question(name, candidates).map(question -> question + " ").orElse("") + known;
    }

    /** Levenshtein's distance, in two rows. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            int[] swap = previous;
            previous = current;
            current = swap;
        }
        return previous[b.length()];
    }
}
