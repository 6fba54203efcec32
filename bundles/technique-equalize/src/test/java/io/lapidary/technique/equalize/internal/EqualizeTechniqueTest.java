package io.lapidary.technique.equalize.internal;

import io.lapidary.api.technique.Technique;
import io.lapidary.contract.TechniqueContractTest;

class EqualizeTechniqueTest extends TechniqueContractTest {
    @Override
    protected Technique technique() {
        return new EqualizeTechnique();
    }
}
