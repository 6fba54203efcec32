package io.lapidary.quantization.integer.mixed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;

class PrecisionPlanTest {
    @Test
    void neighboursOfOnePrecisionAreOneRun() {
        var precisions = new TreeMap<OperatorPlace, Precision>();
        for (int i : List.of(0, 1, 2, 4)) {
            precisions.put(new OperatorPlace(0, i), Precision.INT8);
        }
        precisions.put(new OperatorPlace(0, 5), Precision.INT16X8);
        precisions.put(new OperatorPlace(1, 6), Precision.INT16X8);
        assertThat(new PrecisionPlan(precisions).text()).isEqualTo("int8:0-2+int8:4+int16x8:5+int16x8:1/6");
    }

    @Test
    void theTextSaysAllOfThePlan() throws LapidaryException {
        String text = "float32:0+int8:1-3+float16:4+int16x8:2/0-1";
        PrecisionPlan plan = PrecisionPlan.parse(text);
        assertThat(plan.text()).isEqualTo(text);
        assertThat(plan.of(new OperatorPlace(0, 2))).isEqualTo(Precision.INT8);
        assertThat(plan.of(new OperatorPlace(2, 1))).isEqualTo(Precision.INT16X8);
        assertThat(plan.of(new OperatorPlace(0, 9))).isEqualTo(Precision.FLOAT32);
    }

    @Test
    void whatIsNoPlanIsRefusedByItsPart() {
        for (var bad : List.of("int9:0", "int8", "int8:3-1", "int8:0+", "int8:0-2+float16:2", "int8:x")) {
            assertThatThrownBy(() -> PrecisionPlan.parse(bad))
                    .as(bad)
                    .isInstanceOfSatisfying(
                            LapidaryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCodes.INVALID_PARAMETER));
        }
    }
}
