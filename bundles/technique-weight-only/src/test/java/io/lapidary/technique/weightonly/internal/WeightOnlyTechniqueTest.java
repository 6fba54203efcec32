package io.lapidary.technique.weightonly.internal;

import java.util.List;
import java.util.Map;

import io.lapidary.api.technique.Technique;
import io.lapidary.contract.TechniqueContractTest;

class WeightOnlyTechniqueTest extends TechniqueContractTest {
    @Override
    protected Technique technique() {
        return new WeightOnlyTechnique();
    }

    @Override
    protected List<Map<String, String>> badParameters() {
        return List.of(Map.of("operators", "CONV_3"), Map.of("block_size", "32"));
    }
}
