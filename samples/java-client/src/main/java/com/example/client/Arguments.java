package com.example.client;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the program was called with. */
record Arguments(
        String bootstrapServers,
        Optional<Path> commandConfig,
        Path store,
        Path model,
        List<String> steps,
        Optional<Path> test,
        Path out) {
    static final String USAGE = """
            Usage: java -jar java-client-1.0.0.jar --bootstrap-servers HOST:PORT --store DIR --step ID[:name=value,...]...
                   [--test FILE] [--command-config FILE] --out DIR MODEL""";

    private static final Set<String> OPTIONS =
            Set.of("--bootstrap-servers", "--store", "--step", "--test", "--command-config", "--out");

    /** @throws IllegalArgumentException with what is wrong */
    static Arguments parse(String[] words) {
        Map<String, String> given = new HashMap<>();
        List<String> steps = new ArrayList<>();
        for (int i = 0; i < words.length; i++) {
            if (!words[i].startsWith("--")) {
                given.put("MODEL", words[i]);
            } else if (!OPTIONS.contains(words[i]) || i + 1 == words.length) {
                throw new IllegalArgumentException("'" + words[i] + "' is unknown or has no value.");
            } else if (words[i].equals("--step")) {
                steps.add(words[++i]);
            } else {
                given.put(words[i], words[++i]);
            }
        }
        return new Arguments(
                required(given, "--bootstrap-servers"),
                Optional.ofNullable(given.get("--command-config")).map(Path::of),
                Path.of(required(given, "--store")),
                Path.of(required(given, "MODEL")),
                List.copyOf(steps),
                Optional.ofNullable(given.get("--test")).map(Path::of),
                Path.of(required(given, "--out")));
    }

    private static String required(Map<String, String> given, String name) {
        return Optional.ofNullable(given.get(name))
                .orElseThrow(() -> new IllegalArgumentException(name + " is missing."));
    }
}
