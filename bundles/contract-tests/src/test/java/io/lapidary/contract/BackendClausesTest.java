package io.lapidary.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;

import io.lapidary.api.backend.Backend;

/** A sound backend passes the contract; each broken one fails the clause that it breaks, and no other. */
class BackendClausesTest {
    private static volatile Backend chosen = new PlainBackend();

    /** The contract of the backend that was chosen. */
    static final class Contract extends BackendContractTest {
        @Override
        protected Backend backend() {
            return chosen;
        }
    }

    @Test
    void aSoundBackendPasses() {
        chosen = new PlainBackend();
        assertThat(failures()).isEmpty();
    }

    static Set<String> clauses() {
        return BrokenBackends.all().keySet();
    }

    @ParameterizedTest
    @MethodSource("clauses")
    void aBrokenBackendFailsTheClauseItBreaks(String clause) {
        chosen = BrokenBackends.all().get(clause).get();
        assertThat(failures()).containsOnlyKeys(clause);
    }

    @Test
    void everyClauseHasABrokenBackend() {
        assertThat(clauses()).containsExactlyInAnyOrderElementsOf(Failures.clauses(BackendContractTest.class));
    }

    private static Map<String, String> failures() {
        return Failures.of(EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Contract.class))
                .execute());
    }
}
