package io.lapidary.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import org.junit.jupiter.api.Test;

class PortReservationTest {

    private static final int WANTED = 27092;

    @Test
    void keepsTwoBrokersApartThatHaveNotBoundTheirPortsYet() throws Exception {
        try (PortReservation first = PortReservation.from(WANTED);
                PortReservation second = PortReservation.from(first.port())) {
            assertThat(first.port()).isGreaterThanOrEqualTo(WANTED);
            assertThat(second.port()).isGreaterThan(first.port());
        }
    }

    @Test
    void canBeTakenAgainWhenItIsGivenBack() throws Exception {
        int port;
        try (PortReservation first = PortReservation.from(WANTED + 1000)) {
            port = first.port();
        }
        try (PortReservation second = PortReservation.from(port)) {
            assertThat(second.port()).isEqualTo(port);
        }
    }

    @Test
    void passesOverAPortThatIsInUse() throws Exception {
        try (ServerSocket occupied = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                PortReservation other = PortReservation.from(occupied.getLocalPort())) {
            assertThat(other.port()).isGreaterThan(occupied.getLocalPort());
        }
    }

    @Test
    void givesUpBeyondTheLastPort() {
        assertThatThrownBy(() -> PortReservation.from(65536))
                .isInstanceOf(IOException.class)
                .hasMessage("no free port from 65536 on");
    }
}
