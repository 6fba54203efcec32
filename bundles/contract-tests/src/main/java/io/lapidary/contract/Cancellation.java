package io.lapidary.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Cancels a technique at one of its calls of checkCancelled. */
final class Cancellation {
    private static final Duration PROMPT = Duration.ofSeconds(5);

    private Cancellation() {}

    static void require(TechniqueBench bench, Subject subject, Path folder, int call) throws Exception {
        var cancelledAt = new AtomicLong();
        var input = bench.input(subject, folder);
        var context = bench.context(folder).withCheck(number -> {
            if (number >= call) {
                cancelledAt.compareAndSet(0, System.nanoTime());
                throw new InterruptedException("cancelled at call " + number);
            }
        });
        Throwable end = catchThrowable(() -> bench.run(input, context));
        boolean interrupted = Thread.interrupted();
        assertThat(cancelledAt.get())
                .as("it asked " + call + " times, as before")
                .isNotZero();
        assertThat(end).as("what ends work that is cancelled at call " + call).isInstanceOf(InterruptedException.class);
        assertThat(interrupted)
                .as("the thread's interrupt flag is set besides the exception")
                .isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - cancelledAt.get()))
                .as("time from cancellation to the end")
                .isLessThan(PROMPT);
    }
}
