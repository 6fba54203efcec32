package io.lapidary.technique.weightonly.internal;

import java.util.Map;

import io.lapidary.api.technique.Technique;
import io.lapidary.contract.TechniqueContractTest;

/** The contract with the settings that lead elsewhere. */
class FourBitContractTest extends TechniqueContractTest {
    @Override
    protected Technique technique() {
        return new WeightOnlyTechnique();
    }

    @Override
    protected Map<String, String> parameters() {
        return Map.of("bits", "4", "scale_search", "max");
    }
}
