package io.lapidary.broker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What the broker's command line says.
 *
 * @param data folder of the broker's log and metadata
 * @param port wanted TCP port on the loopback interface; when it is in use, the next free one is taken
 * @param overrides Kafka broker properties that win over the built-in ones
 * @param followParent whether the end of standard input ends the broker
 */
record BrokerOptions(Path data, int port, Optional<Path> overrides, boolean followParent) {

    static final int DEFAULT_PORT = 19092;

    private static final String USAGE = "usage: --data DIR [--port N] [--config FILE] [--follow-parent]";

    static BrokerOptions parse(String... args) {
        Optional<Path> data = Optional.empty();
        int port = DEFAULT_PORT;
        Optional<Path> overrides = Optional.empty();
        boolean followParent = false;
        for (Iterator<String> words = List.of(args).iterator(); words.hasNext(); ) {
            String word = words.next();
            switch (word) {
                case "--data" -> data = Optional.of(Path.of(value(word, words)).toAbsolutePath());
                case "--port" -> port = port(value(word, words));
                case "--config" -> overrides = Optional.of(Path.of(value(word, words)));
                case "--follow-parent" -> followParent = true;
                default -> throw new IllegalArgumentException("unknown option " + word + "; " + USAGE);
            }
        }
        if (overrides.isPresent() && !Files.isReadable(overrides.get())) {
            throw new IllegalArgumentException("the file " + overrides.get() + " of --config cannot be read");
        }
        Path folder = data.orElseThrow(() -> new IllegalArgumentException("--data is missing; " + USAGE));
        return new BrokerOptions(folder, port, overrides, followParent);
    }

    /** The broker's own log file. */
    Path log() {
        return data.resolve("broker.log");
    }

    private static String value(String option, Iterator<String> words) {
        if (!words.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value; " + USAGE);
        }
        return words.next();
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--port takes a number from 1 to 65535, not " + text, e);
        }
        throw new IllegalArgumentException("--port takes a number from 1 to 65535, not " + text);
    }
}
