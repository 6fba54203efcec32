package io.lapidary.coordinator.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

class CommitTimesTest {
    private final CommitTimes commits = new CommitTimes();

    @Test
    void tellsTheFirstCommitAfterADispatch() {
        assertThat(commits.first(5)).isEmpty();
        commits.committed(10);
        commits.committed(70);
        commits.committed(130);
        assertThat(commits.first(5)).hasValue(10);
        assertThat(commits.first(70)).hasValue(70);
        assertThat(commits.first(71)).hasValue(130);
        assertThat(commits.first(131)).isEmpty();
    }

    @Test
    void doesNotTellWhatIsLongPast() {
        for (int i = 0; i < 1_000; i++) {
            commits.committed(i * 10);
        }
        assertThat(commits.first(20)).isEmpty();
        assertThat(commits.first(9_001)).hasValue(9_010);
    }

    @Test
    void ofAThreadsOwnTransactionsOnly() {
        commits.committed(10);
        assertThat(CompletableFuture.supplyAsync(() -> commits.first(5)).join()).isEqualTo(OptionalLong.empty());
    }
}
