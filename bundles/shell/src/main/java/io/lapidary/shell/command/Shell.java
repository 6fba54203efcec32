package io.lapidary.shell.command;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.lapidary.shell.platform.Messaging;
import io.lapidary.shell.platform.PlatformFinder;
import io.lapidary.shell.platform.TopicDesk;
import io.lapidary.shell.view.Console;

/**
 * What a command works with.
 *
 * @param console where it prints
 * @param environment variables
 * @param userHome the person's home folder
 * @param folder what relative paths are relative to
 * @param home the distribution's folder, if this runs from one
 * @param connector opens connections to platforms
 * @param topics makes and checks topics
 */
public record Shell(
        Console console,
        Map<String, String> environment,
        Path userHome,
        Path folder,
        Optional<Path> home,
        Messaging.Connector connector,
        TopicDesk topics) {
    public Shell {
        Objects.requireNonNull(console, "console");
        environment = Map.copyOf(environment);
        Objects.requireNonNull(userHome, "userHome");
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(home, "home");
        Objects.requireNonNull(connector, "connector");
        Objects.requireNonNull(topics, "topics");
    }

    public PlatformFinder platforms() {
        return new PlatformFinder(home, connector);
    }
}
