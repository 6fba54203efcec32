package io.lapidary.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;

import io.lapidary.api.planner.Decision;
import io.lapidary.api.planner.Planner;
import io.lapidary.api.planner.PlanningRequest;

/** A sound planner passes the contract; each broken one fails the clause that it breaks, and no other. */
class PlannerClausesTest {
    private static volatile Planner chosen = new AskingPlanner();

    /** The contract of the planner that was chosen. */
    static final class Contract extends PlannerContractTest {
        @Override
        protected Planner planner() {
            return chosen;
        }
    }

    @Test
    void aSoundPlannerPasses() {
        chosen = new AskingPlanner();
        assertThat(failures()).isEmpty();
    }

    static Set<String> clauses() {
        return BrokenPlanners.all().keySet();
    }

    @ParameterizedTest
    @MethodSource("clauses")
    void aBrokenPlannerFailsTheClauseItBreaks(String clause) {
        chosen = BrokenPlanners.all().get(clause).get();
        assertThat(failures()).containsOnlyKeys(clause);
    }

    @Test
    void everyClauseHasABrokenPlanner() {
        assertThat(clauses()).containsExactlyInAnyOrderElementsOf(Failures.clauses(PlannerContractTest.class));
    }

    @Test
    void aPlannerThatAsksThreeTimesIsAskedAFourth(@org.junit.jupiter.api.io.TempDir java.nio.file.Path folder)
            throws Exception {
        PlanningRequest request = PlanningRequests.all(folder).stream()
                .filter(question -> question.steps().isEmpty())
                .findFirst()
                .orElseThrow();
        var turns = new PlannerDriver(new AskingPlanner(), 10).play(request);
        assertThat(turns).hasSize(AskingPlanner.ROUNDS + 1);
        assertThat(turns.subList(0, 3)).noneMatch(PlannerDriver.Turn::isLast);
        assertThat(turns.get(3).question().evaluated()).hasSize(3);
        assertThat(turns.get(3).answer())
                .isInstanceOfSatisfying(
                        Decision.Publish.class,
                        last -> assertThat(last.numbers()).containsExactly(2));
    }

    private static Map<String, String> failures() {
        return Failures.of(EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Contract.class))
                .execute());
    }
}
