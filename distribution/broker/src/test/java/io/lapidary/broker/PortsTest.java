package io.lapidary.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;

import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void takesTheWantedPortWhenItIsFree() throws Exception {
        int free = Ports.freePort(0);

        assertThat(free).isBetween(1024, 65535);
        assertThat(Ports.freePort(free)).isEqualTo(free);
    }

    @Test
    void takesAnotherPortWhenTheWantedOneIsInUse() throws Exception {
        try (ServerSocket occupied = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Ports.freePort(occupied.getLocalPort())).isPositive().isNotEqualTo(occupied.getLocalPort());
        }
    }
}
