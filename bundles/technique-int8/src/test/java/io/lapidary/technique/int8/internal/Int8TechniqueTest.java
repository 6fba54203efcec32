package io.lapidary.technique.int8.internal;

import java.util.List;
import java.util.Map;

import io.lapidary.api.technique.Technique;
import io.lapidary.contract.TechniqueContractTest;

class Int8TechniqueTest extends TechniqueContractTest {
    @Override
    protected Technique technique() {
        return new Int8Technique();
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
