package io.lapidary.coordinator.internal.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;

import org.junit.jupiter.api.Test;

class EarlyCommitsTest {
    private static final Optional<String> FLOOD = Optional.of("flood");

    private final EarlyCommits commits = new EarlyCommits();

    @Test
    void fewAreCommittedAtOnceAndManyTogether() {
        for (int i = 0; i < 15; i++) {
            assertThat(commits.grants(FLOOD, i * 10)).as("record %s", i).isTrue();
        }
        assertThat(commits.grants(FLOOD, 150)).isFalse();
        assertThat(commits.grants(FLOOD, 499)).isFalse();
        assertThat(commits.grants(FLOOD, 520)).as("fourteen came since 20").isTrue();
        for (long now = 1_000; now < 3_000; now += 60) {
            assertThat(commits.grants(FLOOD, now)).isTrue();
        }
    }

    @Test
    void whatIsNobodysCountsForAllOnly() {
        for (int i = 0; i < 15; i++) {
            assertThat(commits.grants(Optional.empty(), 0)).isTrue();
        }
        assertThat(commits.grants(Optional.empty(), 1)).isFalse();
        assertThat(commits.grants(FLOOD, 1)).isTrue();
    }

    @Test
    void aTenantOfWhomFewComeDoesNotWaitBecauseOfAnothersFlood() {
        int early = 0;
        for (long now = 0; now < 10_000; now++) {
            boolean granted = commits.grants(FLOOD, now);
            early += granted && now > 20 ? 1 : 0;
            if (now % 500 == 250) {
                assertThat(commits.grants(Optional.of("calm"), now))
                        .as("at %s", now)
                        .isTrue();
                assertThat(commits.grants(Optional.of("calm"), now))
                        .as("its completion")
                        .isTrue();
            }
        }
        assertThat(early).isZero();
    }

    @Test
    void manyTenantsOfWhomFewComeHaveTheirsTogether() {
        int early = 0;
        for (long now = 0; now < 10_000; now++) {
            early += commits.grants(Optional.of("tenant" + now % 300), now) ? 1 : 0;
        }
        assertThat(early).isBetween(100, 100 + 15 + 3);
    }
}
