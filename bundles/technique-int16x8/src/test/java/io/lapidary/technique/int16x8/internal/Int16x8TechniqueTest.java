package io.lapidary.technique.int16x8.internal;

import java.util.List;
import java.util.Map;

import io.lapidary.api.technique.Technique;
import io.lapidary.contract.TechniqueContractTest;

class Int16x8TechniqueTest extends TechniqueContractTest {
    @Override
    protected Technique technique() {
        return new Int16x8Technique();
    }

    @Override
    protected List<Map<String, String>> badParameters() {
        return List.of(
                Map.of("operators", "CONV_3"),
                Map.of("float_operators", "+"),
                Map.of("operators", "CUMSUM"),
                Map.of("exclude", "no_such_tensor"),
                Map.of("operators", "CONV_2D", "float_operators", "CONV_2D"));
    }
}
