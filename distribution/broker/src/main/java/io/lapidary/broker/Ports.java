package io.lapidary.broker;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** TCP ports of the loopback interface. */
final class Ports {

    private Ports() {}

    /** The wanted port if nobody listens there, else one that the system picks; 0 leaves the choice to the system. */
    static int freePort(int wanted) throws IOException {
        try {
            return bindOnce(wanted);
        } catch (BindException e) {
            return bindOnce(0);
        }
    }

    private static int bindOnce(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
