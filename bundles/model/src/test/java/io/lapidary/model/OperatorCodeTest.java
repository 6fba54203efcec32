package io.lapidary.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OperatorCodeTest {
    @Test
    void aBuiltinOperatorHasItsTypesName() {
        var code = OperatorCode.of(BuiltinOperator.CONV_2D, "", 3);
        assertThat(code.typeName()).isEqualTo("CONV_2D");
        assertThat(code.title()).isEqualTo("CONV_2D");
        assertThat(code).hasToString("CONV_2D v3");
    }

    @Test
    void aCustomOperatorHasItsOwn() {
        var code = OperatorCode.of(BuiltinOperator.CUSTOM, "Beamformer", 1);
        assertThat(code.typeName()).isEqualTo("Beamformer");
        assertThat(code.title()).isEqualTo("CUSTOM Beamformer");
        assertThat(code).hasToString("Beamformer v1");
    }

    @Test
    void aCustomOperatorWithoutANameIsStillNamed() {
        var code = OperatorCode.of(BuiltinOperator.CUSTOM, "", 1);
        assertThat(code.typeName()).isEqualTo("CUSTOM");
        assertThat(code.title()).isEqualTo("CUSTOM");
    }
}
