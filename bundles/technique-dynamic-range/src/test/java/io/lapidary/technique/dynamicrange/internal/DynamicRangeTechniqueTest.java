package io.lapidary.technique.dynamicrange.internal;

import java.util.List;
import java.util.Map;

import io.lapidary.api.technique.Technique;
import io.lapidary.contract.TechniqueContractTest;

class DynamicRangeTechniqueTest extends TechniqueContractTest {
    @Override
    protected Technique technique() {
        return new DynamicRangeTechnique();
    }

    @Override
    protected List<Map<String, String>> badParameters() {
        return List.of(Map.of("operators", "CONV_3"), Map.of("operators", "+"));
    }
}
