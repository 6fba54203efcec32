package io.lapidary.coordinator.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SupervisorTest {
    /** Kafka Streams answers an interruption of its start so, and takes the interruption away. */
    @Test
    void aStartThatFailsSinceItIsClosedIsNotTriedAgain() throws Exception {
        var starts = new AtomicInteger();
        var begun = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        var supervisor = new Supervisor(
                () -> {
                    starts.incrementAndGet();
                    begun.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        ended.countDown();
                    }
                    throw new IllegalStateException("interrupted during initialization");
                },
                Duration.ofSeconds(40));
        begun.await();

        long before = System.nanoTime();
        supervisor.close();

        ended.await();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(30));
        assertThat(starts).hasValue(1);
    }
}
