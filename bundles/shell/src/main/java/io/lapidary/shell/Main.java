package io.lapidary.shell;

import java.nio.file.Path;
import java.util.Optional;

import io.lapidary.shell.command.LapidaryCommand;
import io.lapidary.shell.command.Shell;
import io.lapidary.shell.platform.KafkaConnector;
import io.lapidary.shell.platform.KafkaTopicDesk;
import io.lapidary.shell.view.Console;

/** The process of every command but {@code start}. */
public final class Main {
    private Main() {}

    public static void main(String[] words) {
        var console = Console.system(System.getenv());
        var shell = new Shell(
                console,
                System.getenv(),
                home(),
                Path.of(""),
                Optional.ofNullable(System.getProperty("lapidary.home")).map(Path::of),
                address -> new KafkaConnector().connect(address),
                new KafkaTopicDesk());
        int code = LapidaryCommand.commandLine(shell).execute(words);
        console.out().flush();
        System.exit(code);
    }

    /** What a shell calls {@code ~}; Java's own idea of it passes over the variable. */
    private static Path home() {
        String named = System.getenv().getOrDefault("HOME", "");
        return Path.of(named.isBlank() ? System.getProperty("user.home") : named);
    }
}
