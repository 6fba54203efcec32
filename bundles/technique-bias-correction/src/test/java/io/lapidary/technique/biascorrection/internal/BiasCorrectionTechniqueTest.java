package io.lapidary.technique.biascorrection.internal;

import java.util.List;
import java.util.Map;

import io.lapidary.api.technique.Technique;
import io.lapidary.contract.TechniqueContractTest;

class BiasCorrectionTechniqueTest extends TechniqueContractTest {
    @Override
    protected Technique technique() {
        return new BiasCorrectionTechnique();
    }

    @Override
    protected List<Map<String, String>> badParameters() {
        return List.of(Map.of("operators", "CONV_3"));
    }
}
