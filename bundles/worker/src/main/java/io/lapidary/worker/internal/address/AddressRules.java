package io.lapidary.worker.internal.address;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What an operator allows.
 *
 * @param roots absolute folders
 * @param hosts that may be asked
 * @param privateHosts that may have a private address
 * @param schemes of http and https
 * @param maxBytes of one file
 * @param timeout of one file
 */
public record AddressRules(
        List<Path> roots,
        List<HostPattern> hosts,
        List<HostPattern> privateHosts,
        Set<String> schemes,
        long maxBytes,
        Duration timeout) {
    private static final Set<String> KNOWN_SCHEMES = Set.of("http", "https");
    private static final int MOST_MIB = 1 << 20;
    private static final int MOST_SECONDS = 86_400;

    /** Opens nothing. */
    public static final AddressRules DENY =
            new AddressRules(List.of(), List.of(), List.of(), Set.of(), 1L << 31, Duration.ofSeconds(300));

    /** @throws IllegalArgumentException that names the setting and what is allowed */
    static AddressRules of(AddressesConfig config) {
        var roots = new ArrayList<Path>();
        for (String part : words(config.file_roots())) {
            Path root = Path.of(part);
            if (!root.isAbsolute()) {
                throw new IllegalArgumentException("file.roots: '" + part + "' is no absolute path");
            }
            roots.add(root.normalize());
        }
        Set<String> schemes = Set.copyOf(words(config.schemes()));
        if (!KNOWN_SCHEMES.containsAll(schemes)) {
            throw new IllegalArgumentException(
                    "schemes: " + String.join(",", config.schemes()) + " is not of https and http");
        }
        range("max.mib", config.max_mib(), MOST_MIB);
        range("timeout.seconds", config.timeout_seconds(), MOST_SECONDS);
        return new AddressRules(
                List.copyOf(roots),
                hosts("hosts", config.hosts()),
                hosts("private.hosts", config.private_hosts()),
                schemes,
                (long) config.max_mib() << 20,
                Duration.ofSeconds(config.timeout_seconds()));
    }

    private static List<HostPattern> hosts(String key, String[] names) {
        try {
            return HostPattern.parse(names);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
        }
    }

    private static void range(String key, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(key + ": " + value + " is not from 1 to " + most);
        }
    }

    private static List<String> words(String... texts) {
        return Stream.of(texts).map(String::strip).filter(w -> !w.isEmpty()).toList();
    }
}
