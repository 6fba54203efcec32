package com.example.roundweights;

import java.util.Map;

import io.lapidary.api.technique.Technique;
import io.lapidary.contract.TechniqueContractTest;

/**
 * What the platform expects of every technique: some twenty tests, inherited. They run the technique on small models of their own,
 * in the real interpreter too. A failing one names the clause.
 */
class RoundWeightsContractTest extends TechniqueContractTest {
    @Override
    protected Technique technique() {
        return new RoundWeightsTechnique();
    }

    @Override
    protected Map<String, String> parameters() {
        return Map.of("mantissa_bits", "5");
    }
}
