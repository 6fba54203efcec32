package io.lapidary.quantization.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.description.TensorDescription;
import io.lapidary.quantization.statistics.ChannelStatistics;

class InputRangesTest {
    private final ModelBuilder model = new ModelBuilder("inputs");
    private final Tensor image = model.input("image", TensorType.FLOAT32, 1, 4, 4, 3);
    private final Tensor sound = model.input("a=b;c", TensorType.FLOAT32, 1, 16);

    @Test
    void aRangeAloneIsUniform() throws Exception {
        ChannelStatistics said = InputRanges.parse("-1:2").of(image).orElseThrow();
        assertThat(said.least()).containsExactly(-1);
        assertThat(said.most()).containsExactly(2);
        assertThat(said.means()).containsExactly(0.5);
        assertThat(said.variances()).containsExactly(0.75);
    }

    @Test
    void momentsGoWithARangeOrWithoutOne() throws Exception {
        ChannelStatistics both = InputRanges.parse("0:1@0.13/0.31").of(image).orElseThrow();
        assertThat(both.means()).containsExactly(0.13);
        assertThat(both.variances()).containsExactly(0.31 * 0.31);
        assertThat(both.most()).containsExactly(1);
        ChannelStatistics alone = InputRanges.parse("1e1/2").of(image).orElseThrow();
        assertThat(alone.means()).containsExactly(10);
        assertThat(alone.most()).containsExactly(Double.POSITIVE_INFINITY);
    }

    @Test
    void namesGoBeforeWhatIsSaidOfAll() throws Exception {
        InputRanges said = InputRanges.parse("a=b;c=-3:3; 0:1");
        assertThat(said.of(sound).orElseThrow().most()).containsExactly(3);
        assertThat(said.of(image).orElseThrow().most()).containsExactly(1);
        assertThat(InputRanges.parse("").of(image)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "1:0",
                "0:0",
                "0:1:2",
                "a:b",
                "0/0",
                "0/-1",
                "0:1@2/1",
                "@0/1x",
                "0:1;0:2",
                "x=0:1;x=0:2",
                "0:1e60",
                "x=",
                "1.2.3:4"
            })
    void otherTextsAreRefused(String text) {
        var error = catchThrowableOfType(LapidaryException.class, () -> InputRanges.parse(text));
        assertThat(error).as(text).isNotNull();
        assertThat(error.code()).isEqualTo(ErrorCodes.INVALID_PARAMETER);
        assertThat(error.getMessage()).startsWith("Parameter input_range:");
    }

    @Test
    void aNormalizedImageHasPixelsOfEightBitsWhateverItsStatsSay() {
        var described = new TensorDescription(
                true, List.of(127.5f, 0f, 100f), List.of(127.5f, 255f, 50f), List.of(0f), List.of(255f));
        ChannelStatistics found = DescribedInputs.of(image, described).orElseThrow();
        assertThat(found.least()).containsExactly(-1, 0, -2);
        assertThat(found.most()).containsExactly(1, 1, 3.1);
    }

    @Test
    void othersHaveTheirStats() {
        var stats = new TensorDescription(false, List.of(), List.of(), List.of(-2f), List.of(6f));
        assertThat(DescribedInputs.of(sound, stats).orElseThrow().means()).containsExactly(2);
        var nonsense = new TensorDescription(false, List.of(), List.of(), List.of(6f), List.of(-2f));
        assertThat(DescribedInputs.of(sound, nonsense)).isEmpty();
        var elsewhere = new TensorDescription(false, List.of(), List.of(), List.of(0f, 0f), List.of(1f, 2f));
        assertThat(DescribedInputs.of(sound, elsewhere)).isEmpty();
    }
}
