package io.lapidary.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.testkit.engine.EngineTestKit;

import io.lapidary.api.technique.Technique;

/** A sound technique passes the contract; each broken one fails the clause that it breaks, and no other. */
class TechniqueClausesTest {
    private static final String CHOICE = "lapidary.contract.broken";
    private static final String IN_A_CHILD = "aProcessOfItsOwnGivesTheSameBytes";

    /** Runs the contract on the technique that a system property names, in a child process too. */
    static final class Contract extends TechniqueContractTest {
        @Override
        protected Technique technique() {
            return chosen();
        }

        @Override
        protected List<Map<String, String>> badParameters() {
            return List.of(Map.of("layers", "none"));
        }
    }

    static Technique chosen() {
        String choice = System.getProperty(CHOICE, "");
        var techniques =
                new ArrayList<Supplier<Technique>>(BrokenTechniques.all().values());
        techniques.addAll(BrokenTechniques.more().keySet());
        return choice.isEmpty()
                ? new ZeroingTechnique()
                : techniques.get(Integer.parseInt(choice)).get();
    }

    static Stream<Arguments> broken() {
        var clauses = new ArrayList<String>(BrokenTechniques.all().keySet());
        clauses.addAll(BrokenTechniques.more().values());
        return Stream.iterate(0, i -> i < clauses.size(), i -> i + 1).map(i -> Arguments.of(clauses.get(i), i));
    }

    @Test
    void aSoundTechniquePasses() {
        System.clearProperty(CHOICE);
        assertThat(failures(Failures.clauses(Contract.class))).isEmpty();
    }

    @ParameterizedTest(name = "{0} ({1})")
    @MethodSource("broken")
    void aBrokenTechniqueFailsTheClauseItBreaks(String clause, int number) {
        System.setProperty(CHOICE, Integer.toString(number));
        // A process of its own takes longer than all other clauses: it is started for the technique that minds it
        // alone.
        var clauses = new TreeSet<>(Failures.clauses(Contract.class));
        if (!clause.equals(IN_A_CHILD)) {
            clauses.remove(IN_A_CHILD);
        }
        try {
            assertThat(failures(clauses)).containsOnlyKeys(clause);
        } finally {
            System.clearProperty(CHOICE);
        }
    }

    @Test
    void everyClauseHasABrokenTechnique() {
        assertThat(BrokenTechniques.all().keySet())
                .containsExactlyInAnyOrderElementsOf(Failures.clauses(TechniqueContractTest.class));
    }

    /** Names of those of the tests that fail, and why. */
    private static Map<String, String> failures(Set<String> clauses) {
        return Failures.of(EngineTestKit.engine("junit-jupiter")
                .selectors(clauses.stream()
                        .map(clause -> selectMethod(Contract.class, clause))
                        .toArray(DiscoverySelector[]::new))
                .execute());
    }
}
