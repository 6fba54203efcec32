package io.lapidary.coordinator.internal.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.lapidary.api.work.Lane;
import io.lapidary.coordinator.internal.topology.Offers;
import io.lapidary.events.StepRequest;

class CatalogBoardTest {
    private final CatalogBoard board = new CatalogBoard(Duration.ofSeconds(30));

    @Test
    void nodesLiveAsLongAsTheyAreHeardOf() {
        assertThat(board.at(0).isEmpty()).isTrue();
        board.announce(Offers.node("a", 1_000, Offers.FLOAT16));
        board.announce(Offers.node("b", 11_000, Offers.FLOAT16));
        assertThat(board.at(12_000).cores("light")).isEqualTo(4);
        assertThat(board.at(30_999).cores("light")).isEqualTo(4);
        assertThat(board.at(31_000).cores("light")).isEqualTo(2);
        assertThat(board.at(41_000).isEmpty()).isTrue();
        board.announce(Offers.node("a", 40_000, Offers.FLOAT16));
        assertThat(board.at(41_000).cores("light")).isEqualTo(2);
        board.withdraw("a");
        assertThat(board.at(41_000).isEmpty()).isTrue();
    }

    @Test
    void theSameMomentIsTheSameCatalog() {
        board.announce(Offers.node("a", 1_000, Offers.FLOAT16));
        assertThat(board.at(2_000)).isSameAs(board.at(3_000));
    }

    @Test
    void anOfferThatCannotBeReadLeavesTheOthers() {
        var broken = Offers.technique("float16", "2.0.0", Lane.LIGHT);
        broken.setVersion("two");
        board.announce(Offers.node("a", 0, broken, Offers.FLOAT16));
        assertThat(board.at(1).techniques("float16")).hasSize(1);
    }

    @Test
    void oneNodeMustOfferAllOfAPipelineInItsLane() {
        board.announce(Offers.node("a", 0, Set.of("light"), 0, Offers.FLOAT16));
        board.announce(Offers.node("b", 0, Set.of("train"), 1, Offers.PRUNE));
        var float16 = new StepRequest("float16", "1.0.0", Map.of(), Offers.FLOAT16.getJar());
        var prune = new StepRequest("prune", "1.0.0", Map.of(), Offers.PRUNE.getJar());
        var other = new StepRequest("float16", "1.0.0", Map.of(), "00");
        var catalog = board.at(1);
        assertThat(catalog.canRun("light", List.of(float16), List.of())).isTrue();
        assertThat(catalog.canRun("light", List.of(other), List.of())).isFalse();
        assertThat(catalog.canRun("train", List.of(prune, float16), List.of())).isFalse();
        assertThat(catalog.isIdleFor("light", List.of(float16), List.of())).isTrue();
        assertThat(catalog.isIdleFor("train", List.of(prune), List.of())).isFalse();
    }
}
