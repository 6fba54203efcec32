package io.lapidary.shell.command;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;

import io.lapidary.events.TenantUse;
import io.lapidary.shell.platform.Address;
import io.lapidary.shell.platform.Messaging;
import io.lapidary.shell.platform.TopicDesk;
import io.lapidary.shell.view.Console;
import io.lapidary.shell.view.Screen;

/** One command line, run in this process. */
record CommandRun(int code, String out, String err) {
    /** What a test needs of the world around a command. */
    record World(Path folder, Messaging.Connector connector, Optional<Path> home, TopicDesk topics) {
        World(Path folder, Messaging.Connector connector, Optional<Path> home) {
            this(folder, connector, home, NO_TOPICS);
        }

        CommandRun run(String... words) {
            var out = new ByteArrayOutputStream();
            var err = new ByteArrayOutputStream();
            var console = new Console(
                    new PrintStream(out, true, StandardCharsets.UTF_8),
                    Screen.PLAIN,
                    new PrintStream(err, true, StandardCharsets.UTF_8),
                    Screen.PLAIN);
            var shell = new Shell(console, Map.of(), folder.resolve("home"), folder, home, connector, topics);
            int code = LapidaryCommand.commandLine(shell).execute(words);
            return new CommandRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        }
    }

    /** A connector for commands that must not connect. */
    static final Messaging.Connector NONE = address -> {
        throw new AssertionError("nothing may be connected to");
    };

    /** Topics for commands that must not look at them. */
    static final TopicDesk NO_TOPICS = new TopicDesk() {
        @Override
        public void create(Address address, OptionalInt partitions, Set<String> tenants) {
            throw new AssertionError("no topic may be made");
        }

        @Override
        public void check(Address address) {
            throw new AssertionError("no topic may be checked");
        }

        @Override
        public SortedSet<String> tenants(Address address) {
            throw new AssertionError("no topic may be listed");
        }

        @Override
        public Map<String, TenantUse> uses(Address address) {
            throw new AssertionError("no use may be looked at");
        }
    };
}
