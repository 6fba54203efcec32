package io.lapidary.coordinator.internal.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;

class UseBoardTest {
    private final UseBoard board = new UseBoard(3);

    @Test
    void addsUpWhatIsHereAndWhatIsAnnounced() {
        board.begin(0);
        board.add(0, "a", new Use(1, 2, 3));
        board.announced(1, Map.of("a", new Use(10, 0, 0), "b", new Use(0, 1, 0)));
        board.announced(0, Map.of("a", new Use(99, 99, 99)));
        assertThat(board.total("a")).isEqualTo(new Use(11, 2, 3));
        board.announced(1, Map.of("a", new Use(4, 0, 0)));
        assertThat(board.total("a")).isEqualTo(new Use(5, 2, 3));
        assertThat(board.total("b")).isEqualTo(Use.NONE);
    }

    @Test
    void aPartitionThatMovesIsCountedOnceAllTheTime() {
        board.begin(0);
        board.add(0, "a", new Use(2, 0, 0));
        board.end(0);
        assertThat(board.total("a").running())
                .as("until its next coordinator says more")
                .isEqualTo(2);
        board.announced(0, Map.of("a", new Use(1, 0, 0)));
        assertThat(board.total("a").running()).isEqualTo(1);
        board.begin(0);
        board.add(0, "a", new Use(1, 0, 0));
        assertThat(board.total("a").running()).isEqualTo(1);
    }

    @Test
    void onePartitionMayHaveAllSlotsWhileNoOtherWantsThem() {
        board.begin(0);
        board.add(0, "a", new Use(0, 9, 0));
        board.announced(1, Map.of());
        long now = 0;
        for (int i = 0; i < 3; i++) {
            assertThat(board.mayRun(0, "a", 3, now)).isTrue();
            board.add(0, "a", new Use(1, -1, 0));
            assertThat(board.mayRun(0, "a", 3, now))
                    .as("it is not known yet whether others want them")
                    .isEqualTo(i == 1);
            now = 1000;
        }
    }

    @Test
    void aSingleSlotGoesRoundAmongPartitionsThatWantIt() {
        for (int partition = 0; partition < 3; partition++) {
            board.begin(partition);
            board.add(partition, "a", new Use(0, 5, 0));
        }
        int[] turns = new int[3];
        for (long now = 0; now < 30_000; now += 500) {
            int open = 0;
            for (int partition = 0; partition < 3; partition++) {
                if (board.mayRun(partition, "a", 1, now)) {
                    turns[partition]++;
                    open++;
                }
            }
            assertThat(open).as("at %s ms", now).isEqualTo(1);
        }
        assertThat(turns).containsExactly(20, 20, 20);
    }

    @Test
    void sharesAddUpToTheLimit() {
        for (int partition = 0; partition < 3; partition++) {
            board.begin(partition);
            board.add(partition, "a", new Use(0, 50, 0));
        }
        int begun = 0;
        for (int round = 0; round < 20; round++) {
            for (int partition = 0; partition < 3; partition++) {
                if (board.mayRun(partition, "a", 8, 7_000)) {
                    board.add(partition, "a", new Use(1, -1, 0));
                    begun++;
                }
            }
        }
        assertThat(begun).isEqualTo(8);
        assertThat(board.of(0).get("a").running()).isBetween(2, 3);
    }
}
