package io.lapidary.worker.internal.address;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which hosts are meant.
 *
 * @param name lower case; {@code *} for every one, with {@code *.} before it for all below it
 * @param port -1 for every one
 */
public record HostPattern(String name, int port) {
    private static final Pattern FORM =
            Pattern.compile("(\\*|(?:\\*\\.)?[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?|\\[[0-9a-f:.]+])(?::(\\d{1,5}))?");

    /** @throws IllegalArgumentException if one of them is no host */
    static List<HostPattern> parse(String... names) {
        var patterns = new ArrayList<HostPattern>();
        for (String part : names) {
            String host = part.strip().toLowerCase(Locale.ROOT);
            if (host.isEmpty()) {
                continue;
            }
            Matcher matcher = FORM.matcher(host);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("'" + part.strip() + "' is not NAME, NAME:PORT, *.NAME or *");
            }
            patterns.add(new HostPattern(
                    matcher.group(1), matcher.group(3) == null ? -1 : Integer.parseInt(matcher.group(3))));
        }
        return List.copyOf(patterns);
    }

    boolean matches(String host, int hostPort) {
        String lower = host.toLowerCase(Locale.ROOT);
        boolean named = name.equals("*")
                || name.equals(lower)
                || name.startsWith("*.") && lower.endsWith(name.substring(1)) && lower.length() >= name.length();
        return named && (port < 0 || port == hostPort);
    }

    static boolean any(List<HostPattern> patterns, String host, int port) {
        return patterns.stream().anyMatch(p -> p.matches(host, port));
    }
}
