package io.lapidary.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A TCP port of the loopback interface that no other Lapidary broker of this machine takes. Kafka binds its port
 * seconds after it is chosen; a lock on a file of the temporary folder, held as long as the broker runs, keeps two
 * brokers that start at the same time apart.
 *
 * <p>Ports are looked for upwards from a wanted one and stay below those that systems give to outgoing connections.
 */
final class PortReservation implements AutoCloseable {

    private static final int TRIED = 200;

    private final int port;
    private final FileChannel channel;

    private PortReservation(int port, FileChannel channel) {
        this.port = port;
        this.channel = channel;
    }

    /**
     * Reserves the first free port from the wanted one on.
     *
     * @throws IOException if none of the next {@value #TRIED} is free
     */
    static PortReservation from(int wanted) throws IOException {
        for (int port = wanted; port < wanted + TRIED && port <= 65535; port++) {
            Optional<PortReservation> reserved = tryReserve(port);
            if (reserved.isPresent()) {
                return reserved.get();
            }
        }
        throw new IOException("no free port from " + wanted + " on");
    }

    int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static Optional<PortReservation> tryReserve(int port) throws IOException {
        Path file = Path.of(System.getProperty("java.io.tmpdir"), "lapidary-port-" + port + ".lock");
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            // The file of another user's broker.
            return Optional.empty();
        }
        if (isLocked(channel) && isFree(port)) {
            return Optional.of(new PortReservation(port, channel));
        }
        channel.close();
        return Optional.empty();
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // This very process has reserved the port already.
            return false;
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
