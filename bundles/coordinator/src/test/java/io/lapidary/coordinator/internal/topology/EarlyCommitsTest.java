package io.lapidary.coordinator.internal.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EarlyCommitsTest {
    private final EarlyCommits commits = new EarlyCommits();

    @Test
    void fewAreCommittedAtOnceAndManyTogether() {
        for (int i = 0; i < 15; i++) {
            assertThat(commits.grants(i * 10)).as("record %s", i).isTrue();
        }
        assertThat(commits.grants(150)).isFalse();
        assertThat(commits.grants(499)).isFalse();
        assertThat(commits.grants(520)).as("fourteen came since 20").isTrue();
        for (long now = 1_000; now < 3_000; now += 60) {
            assertThat(commits.grants(now)).isTrue();
        }
    }
}
