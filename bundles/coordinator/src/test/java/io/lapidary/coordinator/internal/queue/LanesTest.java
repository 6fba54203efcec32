package io.lapidary.coordinator.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is dispatched of a flood: enough that workers are never idle, and little enough that others need not wait for it. */
class LanesTest {
    private static final WindowRules RULES = new WindowRules(4096, 1, 4096);

    @ParameterizedTest
    @CsvSource({"1, 20", "1, 100", "1, 300", "5, 30", "20, 30", "200, 30", "2000, 30"})
    void keepsWorkersBusyWithLittleWaitingBeforeThem(int workMillis, int wayMillis) {
        var lane = new LaneSimulation(RULES, 8, 2, workMillis, wayMillis);
        lane.send("flood", 200_000 / workMillis);
        lane.run(20_000 + 10L * wayMillis);
        int completed = lane.run(40_000).size();
        double possible = 40_000.0 * 2 / workMillis;
        assertThat(completed).isGreaterThan((int) (0.85 * possible));
        double needed = 2.0 * (workMillis + 2 * wayMillis + LaneSimulation.COMMIT_MILLIS) / workMillis;
        assertThat(lane.mostOut()).as("items out, of %s", needed).isLessThanOrEqualTo((int)
                Math.ceil(1.8 * needed + 1));
    }

    /** The promise is at most twice the waiting alone, and one job. */
    @ParameterizedTest
    @CsvSource({"200, 1000", "1000, 2500", "5000, 12500"})
    void aTenantHardlyWaitsForAnothersFlood(int workMillis, int everyMillis) {
        var alone = new LaneSimulation(RULES, 8, 2, workMillis, 30);
        long before = slowest(calm(alone, everyMillis));
        var beside = new LaneSimulation(RULES, 8, 2, workMillis, 30);
        beside.send("flood", 100_000);
        beside.run(5 * everyMillis);
        assertThat(slowest(calm(beside, everyMillis))).isLessThanOrEqualTo(2 * before + workMillis);
    }

    private static List<LaneSimulation.Done> calm(LaneSimulation lane, int everyMillis) {
        var done = new ArrayList<LaneSimulation.Done>();
        for (int i = 0; i < 60; i++) {
            lane.send("calm", 1);
            done.addAll(lane.run(everyMillis));
        }
        done.removeIf(one -> one.tenant().equals("flood"));
        assertThat(done).hasSizeGreaterThan(57);
        return done;
    }

    private static long slowest(List<LaneSimulation.Done> done) {
        return done.stream().mapToLong(LaneSimulation.Done::waitedMillis).max().orElseThrow();
    }

    @Test
    void tenantsThatBothFloodGetTheSame() {
        var lane = new LaneSimulation(RULES, 8, 2, 100, 50);
        lane.send("a", 3_000);
        lane.run(10_000);
        lane.send("b", 3_000);
        lane.run(2_000);
        var done = lane.run(30_000);
        long ofA = done.stream().filter(one -> one.tenant().equals("a")).count();
        assertThat(ofA).isBetween(done.size() * 2L / 5, done.size() * 3L / 5);
    }

    @Test
    void becomesShallowAgainWhenShortWorkTurnsLong() {
        var lane = new LaneSimulation(RULES, 8, 2, 1, 50);
        lane.send("flood", 100_000);
        lane.run(20_000);
        assertThat(lane.out()).isGreaterThan(100);
        lane.speed(500, 50);
        lane.run(120_000);
        assertThat(lane.out()).isLessThanOrEqualTo(6);
    }

    /** While a swarm of requests is taken on, completions are read late: many are out, but what is dispatched need not lie for that. */
    @ParameterizedTest
    @CsvSource({"1", "2", "5", "20"})
    void nothingLiesLongAfterCompletionsWereReadLate(int workMillis) {
        var lane = new LaneSimulation(RULES, 8, 2, workMillis, 15);
        lane.readLate(1_000);
        lane.send("flood", 1_000_000 / workMillis);
        lane.run(3_000);
        lane.send("calm", 1);
        lane.run(3_000);
        lane.readLate(0);
        lane.run(3_000);
        int completed = lane.run(5_000).size();
        assertThat(completed).isGreaterThan((int) (0.9 * 5_000 * 2 / workMillis));
        assertThat(lane.mostOut()).isLessThan(2 * 200 / workMillis);
    }

    /** Items of no work would take all of the machine for their way. */
    @Test
    void hasSoManyForEachCoreOnlyWhileTenantsShareALane() {
        var lane = new LaneSimulation(new WindowRules(4096, 1, 12), 8, 2, 1, 15);
        lane.send("flood", 400_000);
        lane.run(20_000);
        assertThat(lane.mostOut()).isGreaterThan(50);
        lane.send("calm", 1);
        lane.run(3_000);
        lane.run(10_000);
        assertThat(lane.mostOut()).isBetween(20, 25);
    }

    @Test
    void coresAreBusyWithWorkOfSomeLengthWhileTenantsShareALane() {
        var lane = new LaneSimulation(new WindowRules(4096, 1, 12), 8, 2, 10, 15);
        lane.send("flood", 10_000);
        lane.send("calm", 1);
        lane.run(20_000);
        assertThat(lane.run(20_000)).hasSizeGreaterThan((int) (0.9 * 20_000 * 2 / 10));
    }

    @Test
    void fillsALaneOfLongWorkByTheCoresThatServeIt() {
        var lane = new LaneSimulation(RULES, 8, 16, 600_000, 50);
        lane.send("flood", 1_000);
        lane.run(3_600_000);
        assertThat(lane.out()).isBetween(16, 18);
    }

    @Test
    void noTaskIsPassedOver() {
        var lane = new LaneSimulation(RULES, 8, 2, 500, 50);
        lane.send("flood", 80); // ten of each task
        var last = lane.run(30_000);
        assertThat(last).hasSizeGreaterThan(78);
    }

    @Test
    void dispatchesNothingInALaneThatNobodyServes() {
        var lanes = new Lanes(new LaneBoard(RULES, 1), 0);
        lanes.enqueue("train", new Place("r", -1, "t", 0, 0));
        assertThat(lanes.next(id -> 0, tenant -> true, 0)).isEmpty();
        assertThat(lanes.waiting()).isTrue();
        assertThat(lanes.next(id -> 1, tenant -> true, 0)).isPresent();
    }

    @Test
    void aTaskThatEndsLeavesItsRoomToOthers() {
        var board = new LaneBoard(new WindowRules(1, 1, 1), 2);
        var first = new Lanes(board, 0);
        var second = new Lanes(board, 1);
        first.dispatched("train", "t", 0);
        second.enqueue("train", new Place("r", -1, "t", 0, 0));
        assertThat(second.next(id -> 1, tenant -> true, 0)).isEmpty();
        first.end();
        second.reopen();
        assertThat(second.next(id -> 1, tenant -> true, 0)).isPresent();
    }

    @Test
    void aBoardIsFullAsLongAsSomethingWaitsForRoom() {
        var board = new LaneBoard(new WindowRules(1, 1, 1), 1);
        var lanes = new Lanes(board, 0);
        lanes.dispatched("train", "t", 0);
        assertThat(board.isFull()).isFalse();
        var place = new Place("r", -1, "t", 0, 0);
        lanes.enqueue("train", place);
        assertThat(board.isFull()).isFalse();
        assertThat(lanes.next(id -> 1, tenant -> true, 0)).isEmpty();
        assertThat(board.isFull()).isTrue();
        lanes.dequeue("train", place, 0);
        assertThat(board.isFull()).isFalse();
    }
}
