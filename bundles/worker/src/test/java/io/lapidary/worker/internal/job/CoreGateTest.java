package io.lapidary.worker.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CoreGateTest {
    private final CoreGate gate = new CoreGate(1, Duration.ofMinutes(1));
    private final List<String> order = Collections.synchronizedList(new ArrayList<>());
    private final List<Thread> threads = new ArrayList<>();

    /** Begins to wait for the gate; comes back when it does wait. */
    private Thread job(String tenant) {
        var thread = new Thread(() -> {
            try {
                gate.enter(tenant);
                order.add(tenant);
                gate.leave();
            } catch (InterruptedException e) {
                order.add(tenant + " gave up");
            }
        });
        thread.start();
        threads.add(thread);
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        return thread;
    }

    private void awaitAll() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void takesTenantsInTurn() throws InterruptedException {
        gate.enter("flood");
        for (int i = 0; i < 4; i++) {
            job("flood");
        }
        job("calm");
        job("calm");
        gate.leave();
        awaitAll();
        assertThat(order).containsExactly("flood", "calm", "flood", "calm", "flood", "flood");
    }

    @Test
    void whoGivesUpHoldsUpNobody() throws InterruptedException {
        gate.enter("a");
        job("a");
        var givesUp = job("b");
        job("c");
        givesUp.interrupt();
        givesUp.join();
        gate.leave();
        awaitAll();
        assertThat(order).containsExactly("b gave up", "a", "c");
    }

    @Test
    void morePlacesAreTakenAtOnce() throws InterruptedException {
        gate.enter("a");
        job("b");
        gate.set(2, Duration.ofMinutes(1));
        awaitAll();
        assertThat(order).containsExactly("b");
    }

    @Test
    void whoMayNotBeAloneInItsTimeGoesOnBesideOthers() throws InterruptedException {
        var two = new CoreGate(2, Duration.ofMillis(1));
        two.enter("a");
        two.enter("b");
        try (var lease = two.alone()) {
            assertThat(lease.exclusive()).isFalse();
        }
        two.leave();
        two.leave();
        two.set(2, Duration.ofMinutes(1));
        two.enter("c");
        try (var lease = two.alone()) {
            assertThat(lease.exclusive()).isTrue();
        }
        two.enter("d");
    }

    @Test
    void aMeasurementIsAlone() throws InterruptedException {
        gate.set(2, Duration.ofMinutes(1));
        gate.enter("a");
        gate.enter("b");
        var measures = new CountDownLatch(1);
        var measured = new CountDownLatch(1);
        var measuring = new Thread(() -> {
            try (var lease = gate.alone()) {
                order.add(lease.exclusive() ? "alone" : "beside others");
                measures.countDown();
                measured.await();
            } catch (InterruptedException e) {
                order.add("gave up");
            }
        });
        measuring.start();
        while (measuring.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        job("c");
        assertThat(order).isEmpty();
        gate.leave();
        measures.await();
        assertThat(order).containsExactly("alone");
        measured.countDown();
        measuring.join();
        awaitAll();
        assertThat(order).containsExactly("alone", "c");
    }
}
