package io.lapidary.shell.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.messaging.MessagePublisher;
import io.lapidary.api.messaging.TopicReader;
import io.lapidary.events.codec.MessageCodec;
import io.lapidary.events.codec.SchemaCatalog;
import io.lapidary.messaging.memory.InMemoryMessaging;
import io.lapidary.shell.view.Progress;

/** A data folder, and a finder of platforms whose connections lead into the test's process. */
@Timeout(60)
abstract class FinderFixture {
    @TempDir
    Path folder;

    private final InMemoryMessaging memory = new InMemoryMessaging();
    final List<Address> connections = new ArrayList<>();
    final List<String> lines = new CopyOnWriteArrayList<>();
    Path data;

    @BeforeEach
    void makeData() throws IOException {
        data = Files.createDirectory(folder.resolve("data"));
    }

    @AfterEach
    void close() {
        memory.close();
    }

    final PlatformFinder finder(Optional<Path> home) {
        return new PlatformFinder(home, address -> {
            connections.add(address);
            return new Messaging() {
                @Override
                public MessagePublisher publisher() {
                    return memory;
                }

                @Override
                public TopicReader reader() {
                    return memory;
                }

                @Override
                public MessageCodec codec() {
                    return new MessageCodec(new SchemaCatalog());
                }

                @Override
                public SortedSet<String> tenants() {
                    return new TreeSet<>(Set.of("default", "acme"));
                }

                @Override
                public void close() {
                    // the test closes it
                }
            };
        });
    }

    final PlatformChoice choice() {
        return new PlatformChoice(Optional.empty(), Optional.empty(), data, Optional.empty());
    }

    final Progress progress = new Progress() {
        @Override
        public void line(String text) {
            lines.add(text);
        }

        @Override
        public void phase(String name, double fraction, String detail) {
            lines.add(name);
        }

        @Override
        public void tick() {
            // nothing moves
        }

        @Override
        public void clear() {
            // nothing is shown
        }
    };

    static String node(long pid, Path data) {
        return "{\"node\": \"n\", \"pid\": " + pid
                + ", \"bootstrapServers\": \"127.0.0.1:1\", \"embeddedBroker\": true," + " \"store\": \""
                + data.resolve("store") + "\"}";
    }

    final boolean said(String what) {
        return lines.stream().anyMatch(line -> line.contains(what));
    }
}
