package io.lapidary.coordinator.internal.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;

import org.junit.jupiter.api.Test;

/** Several coordinators that tell each other what a tenant has, each piece of news a while on its way. */
class QuotaBoundTest {
    private static final int COORDINATORS = 3;
    private static final int PARTITIONS = 12;
    private static final int STEP_MILLIS = 10;
    private static final int NEWS_MILLIS = 600;

    private record Event(long at, Runnable action) {}

    private static final class Cluster {
        final Random random;
        final int limit;
        final List<UseBoard> boards = new ArrayList<>();
        final PriorityQueue<Event> events = new PriorityQueue<>(Comparator.comparingLong(Event::at));
        final int[] queued = new int[PARTITIONS];
        final int[] running = new int[PARTITIONS];
        long now;
        int most;
        int done;

        Cluster(long seed, int limit) {
            this.random = new Random(seed);
            this.limit = limit;
            for (int i = 0; i < COORDINATORS; i++) {
                boards.add(new UseBoard(PARTITIONS));
            }
            for (int part = 0; part < PARTITIONS; part++) {
                board(part).begin(part);
            }
        }

        UseBoard board(int part) {
            return boards.get(part % COORDINATORS);
        }

        void send(int part, int count) {
            change(part, 0, count);
        }

        private void change(int part, int run, int wait) {
            running[part] += run;
            queued[part] += wait;
            board(part).add(part, "a", new Use(run, wait, 0));
            var news = Map.of("a", new Use(running[part], queued[part], 0));
            boards.stream()
                    .filter(other -> other != board(part))
                    .forEach(other -> events.add(new Event(now + NEWS_MILLIS, () -> other.announced(part, news))));
        }

        void until(long end, int workMillis) {
            for (; now < end; now += STEP_MILLIS) {
                while (!events.isEmpty() && events.peek().at() <= now) {
                    events.poll().action().run();
                }
                for (int part = 0; part < PARTITIONS; part++) {
                    while (queued[part] > 0 && board(part).mayRun(part, "a", limit, now)) {
                        int begun = part;
                        change(part, 1, -1);
                        events.add(new Event(now + 1 + random.nextInt(workMillis), () -> {
                            change(begun, -1, 0);
                            done++;
                        }));
                    }
                }
                most = Math.max(most, total());
            }
        }

        int total() {
            int total = 0;
            for (int part : running) {
                total += part;
            }
            return total;
        }
    }

    /** What a coordinator may have before it has heard of the others. */
    private static int part(int limit) {
        return (limit + COORDINATORS - 1) / COORDINATORS;
    }

    @Test
    void whatBeginsEverywhereAtOnceIsOverTheLimitByLessThanOneForEachCoordinator() {
        for (int limit : new int[] {1, 2, 5, 10, 100}) {
            var cluster = new Cluster(limit, limit);
            for (int part = 0; part < PARTITIONS; part++) {
                cluster.send(part, 200);
            }
            cluster.until(60_000, 300);
            assertThat(cluster.most).as("limit %s", limit).isBetween(limit, COORDINATORS * part(limit));
            assertThat(cluster.done)
                    .as("limit %s", limit)
                    .isGreaterThanOrEqualTo(Math.min(200 * PARTITIONS, 100 * limit));
        }
    }

    @Test
    void whateverComesWheneverTheLimitIsExceededByThePartsOfThoseWhereItBeginsAtMost() {
        for (int limit : new int[] {1, 2, 5, 10, 100}) {
            int most = 0;
            for (int seed = 0; seed < 20; seed++) {
                var cluster = new Cluster(seed, limit);
                for (int i = 0; i < 60; i++) {
                    cluster.send(cluster.random.nextInt(PARTITIONS), 1 + cluster.random.nextInt(1 + 4 * limit / 3));
                    cluster.until(cluster.now + cluster.random.nextInt(1500), 400);
                }
                most = Math.max(most, cluster.most);
            }
            assertThat(most).as("limit %s", limit).isBetween(limit, limit + (COORDINATORS - 1) * part(limit));
        }
    }
}
