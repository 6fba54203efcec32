package io.lapidary.messaging.kafka.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.apache.kafka.common.utils.Utils;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.messaging.kafka.KafkaConnection;

/**
 * Finds out whether anybody listens where the brokers should be, before Kafka's clients wait for them as long as for brokers that
 * are slow. Who listens is not asked for more: that is Kafka's to find out, with its own patience.
 */
final class Listening {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final KafkaConnection connection;
    private final TreeSet<String> unknown = new TreeSet<>();

    private Listening(KafkaConnection connection) {
        this.connection = connection;
    }

    /** @throws LapidaryException of code broker-unavailable if none of the servers takes a connection within 5 seconds */
    static void require(KafkaConnection connection) throws LapidaryException, InterruptedException {
        List<String> servers = Stream.of(connection.servers().split(","))
                .map(String::strip)
                .filter(server -> !server.isEmpty())
                .toList();
        if (servers.stream().allMatch(server -> Utils.getHost(server) != null && Utils.getPort(server) != null)) {
            new Listening(connection).require(servers);
        }
        // What is no address Kafka tells better.
    }

    private void require(List<String> servers) throws LapidaryException, InterruptedException {
        try (Selector selector = Selector.open()) {
            try {
                for (String server : servers) {
                    for (InetAddress host : addresses(Utils.getHost(server))) {
                        if (answers(host, Utils.getPort(server), selector)) {
                            return;
                        }
                    }
                }
                if (!anyAnswers(selector)) {
                    throw nobody();
                }
            } finally {
                for (SelectionKey key : selector.keys()) {
                    key.channel().close();
                }
            }
        } catch (IOException e) {
            throw Failures.of(connection, "connecting", e);
        }
    }

    private InetAddress[] addresses(String host) {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            unknown.add(host);
            return new InetAddress[0];
        }
    }

    /** Whether it answers at once; if that is not known yet, the selector will tell. */
    private static boolean answers(InetAddress host, int port, Selector selector) throws IOException {
        SocketChannel channel = SocketChannel.open();
        boolean pending = false;
        try {
            channel.configureBlocking(false);
            if (channel.connect(new InetSocketAddress(host, port))) {
                return true;
            }
            channel.register(selector, SelectionKey.OP_CONNECT);
            pending = true;
            return false;
        } catch (IOException e) {
            return false;
        } finally {
            if (!pending) {
                channel.close();
            }
        }
    }

    private static boolean anyAnswers(Selector selector) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (selector.keys().stream().anyMatch(SelectionKey::isValid)) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            selector.select(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            for (SelectionKey key : selector.selectedKeys()) {
                if (connected(key)) {
                    return true;
                }
            }
            selector.selectedKeys().clear();
        }
        return false;
    }

    private static boolean connected(SelectionKey key) throws IOException {
        try {
            return ((SocketChannel) key.channel()).finishConnect();
        } catch (IOException e) {
            key.channel().close();
            return false;
        }
    }

    private LapidaryException nobody() {
        String unresolved = unknown.isEmpty()
                ? ""
                : " (" + String.join(", ", unknown)
                        + (unknown.size() == 1 ? " is no known host)" : " are no known hosts)");
        return new LapidaryException(
                ErrorCodes.BROKER_UNAVAILABLE,
                "Nobody listens at " + connection.servers() + unresolved + ".",
                "Check the address, as in --bootstrap-servers host:9092, and that a broker runs there and can be reached.");
    }
}
