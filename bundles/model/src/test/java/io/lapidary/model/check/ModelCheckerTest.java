package io.lapidary.model.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.model.BufferContent;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Quantization;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

class ModelCheckerTest {
    private final ModelBuilder builder = new ModelBuilder("checked");
    private Tensor x;
    private Tensor y;

    @BeforeEach
    void makeAGoodModel() {
        x = builder.input("x", TensorType.FLOAT32, 1, 4);
        y = builder.tensor("y", TensorType.FLOAT32, 1, 4);
        builder.operator(BuiltinOperator.RELU).inputs(x).outputs(y).append();
        builder.output(y);
    }

    private List<Finding> check() {
        return ModelChecker.check(builder.build());
    }

    @Test
    void aGoodModelHasNoFindings() throws Exception {
        assertThat(check()).isEmpty();
        ModelChecker.require(builder.build());
    }

    @Test
    void anOperatorThatReadsWhatIsMadeLaterIsFound() {
        var z = builder.tensor("z", TensorType.FLOAT32, 1, 4);
        builder.operator(BuiltinOperator.ABS)
                .inputs(z)
                .outputs(builder.tensor("a", TensorType.FLOAT32, 1, 4))
                .append();
        builder.operator(BuiltinOperator.ABS).inputs(y).outputs(z).append();
        assertThat(check()).singleElement().satisfies(finding -> {
            assertThat(finding.operator()).isEqualTo(1);
            assertThat(finding.tensor()).isEqualTo("z");
            assertThat(finding.message()).contains("subgraph 0 'main'", "operator 1", "made by operator 2");
        });
        assertThatThrownBy(() -> ModelChecker.require(builder.build()))
                .isInstanceOfSatisfying(
                        LapidaryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCodes.CORRUPT_MODEL));
    }

    @Test
    void whatNothingMakesIsFound() {
        var z = builder.tensor("z", TensorType.FLOAT32, 1, 4);
        builder.output(z);
        assertThat(check())
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("'z'", "nothing makes it"));
    }

    @Test
    void whatIsMadeTwiceIsFound() {
        builder.operator(BuiltinOperator.ABS).inputs(x).outputs(y).append();
        assertThat(check())
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("operator 0 makes already"));
    }

    @Test
    void aBufferOfTheWrongSizeIsFoundInPackedTypesToo() {
        builder.editor().tensor(builder.constant("w", Shape.of(2), 1f, 2f)).shape(Shape.of(3));
        var packed = builder.constant("p", TensorType.INT4, Shape.of(3), BufferContent.of(new byte[2]));
        assertThat(check()).extracting(Finding::tensor).containsExactly("w");
        builder.editor().tensor(packed).shape(Shape.of(5));
        assertThat(check()).extracting(Finding::tensor).containsExactly("w", "p");
    }

    @Test
    void quantizationParametersMustFitTheirAxis() {
        var w = builder.constant("w", TensorType.INT8, Shape.of(2, 3), BufferContent.of(new byte[6]));
        builder.editor().tensor(w).quantization(Quantization.perChannel(new float[] {1, 1, 1}, 1));
        assertThat(check()).isEmpty();
        builder.editor().tensor(w).quantization(Quantization.perChannel(new float[] {1, 1, 1}, 0));
        assertThat(check())
                .extracting(Finding::message)
                .allMatch(message -> message.contains("3 scales for dimension 0"));
        builder.editor().tensor(w).quantization(Quantization.perChannel(new float[] {1, 1, 1}, 5));
        assertThat(check()).hasSize(1);
        builder.editor().tensor(w).quantization(Quantization.perTensor(Float.NaN, 0));
        assertThat(check()).extracting(Finding::message).allMatch(message -> message.contains("scale 0 is NaN"));
    }

    @Test
    void aCallThatLeadsNowhereIsFound() {
        builder.operator(BuiltinOperator.CALL_ONCE)
                .option("init_subgraph_index", 7)
                .append();
        assertThat(check())
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("calls subgraph 7 of 1"));
    }
}
