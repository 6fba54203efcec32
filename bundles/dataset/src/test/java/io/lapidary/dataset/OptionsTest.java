package io.lapidary.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;

/** Each option, and in which order they act. */
class OptionsTest {
    private static final Offset<Double> EXACT = within(1e-6);

    @TempDir
    private Path folder;

    private Reading reading;

    @BeforeEach
    void start() {
        reading = new Reading(folder);
    }

    private String npy(String descr, List<Integer> shape, double... values) throws Exception {
        return Npy.write(folder.resolve("data.npy"), descr, shape, values).toString();
    }

    @Test
    void offsetThenScaleThenMeanThenStd() throws Exception {
        String file = npy("|i1", List.of(2, 1), 83, -27);
        assertThat(reading.values(file + "?offset=-83&scale=0.5847029", Reading.floats(1, 1)))
                .containsExactly(new double[] {0, -64.317319}, within(1e-5));
        assertThat(reading.values(file + "?offset=17&scale=0.5&mean=10&std=4", Reading.floats(1, 1)))
                .containsExactly(new double[] {((83 + 17) * 0.5 - 10) / 4, ((-27 + 17) * 0.5 - 10) / 4}, EXACT);
    }

    @Test
    void meanAndStdByChannel() throws Exception {
        String file = npy("|u1", List.of(1, 1, 2, 3), 10, 20, 30, 40, 50, 60);
        assertThat(reading.values(file + "?mean=1,2,3&std=1,2,4", Reading.floats(1, 1, 2, 3)))
                .containsExactly(new double[] {9, 9, 6.75, 39, 24, 14.25}, EXACT);
        assertThat(reading.refusal("invalid-parameter", file + "?mean=1,2", Reading.floats(1, 1, 2, 3)))
                .hasMessageContaining("3 channels");
    }

    @ParameterizedTest
    @ValueSource(strings = {"scale=0", "std=0"})
    void whatWouldMakeAllSamplesTheSameIsRefused(String option) throws Exception {
        String file = npy("|u1", List.of(1, 1), 7);
        assertThat(reading.refusal("invalid-parameter", file + "?" + option, Reading.floats(1, 1)))
                .hasMessageContaining("other than 0");
    }

    @Test
    void channelsStayInStepOverLongSamples() throws Exception {
        int pixels = 5000; // more elements than one piece, whose length is no multiple of 3
        double[] values = IntStream.range(0, pixels * 3).mapToDouble(i -> i % 3).toArray();
        String file = npy("|u1", List.of(1, 1, pixels, 3), values);
        assertThat(reading.values(file + "?mean=0,1,2", Reading.floats(1, 1, pixels, 3)))
                .containsOnly(0);
    }

    @Test
    void integersForAnIntegerInputStayAsTheyAre() throws Exception {
        TensorSpec input = Reading.input(ElementType.INT8, 1, 2);
        String file = npy("|i1", List.of(1, 2), -128, 127);
        var set = reading.read(file, input);
        assertThat(set.arrays().get(0).spec().type()).isEqualTo(ElementType.INT8);
        assertThat(Reading.values(set.arrays().get(0))).containsExactly(-128, 127);
        assertThat(reading.values(npy("<i8", List.of(1, 2), -3, 5), input)).containsExactly(-3, 5);
        assertThat(reading.refusal("data-mismatch", npy("|u1", List.of(2, 2), 1, 2, 3, 200), input))
                .hasMessageContainingAll("data.npy", "sample 1", "200", "-128 to 127");
    }

    @ParameterizedTest
    @ValueSource(strings = {"scale=0.5", "offset=0", "mean=0", "std=1", "dtype=float32"})
    void whatIsComputedReachesAnIntegerInputAsFloat(String option) throws Exception {
        String file = npy("|i1", List.of(1, 2), -128, 126);
        assertThat(reading.read(file + "?" + option, Reading.input(ElementType.INT8, 1, 2))
                        .arrays()
                        .get(0)
                        .spec()
                        .type())
                .isEqualTo(ElementType.FLOAT32);
    }

    @Test
    void floatDataReachesAnIntegerInputAsFloat() throws Exception {
        var set = reading.read(npy("<f8", List.of(1, 2), 0.25, 1), Reading.input(ElementType.UINT8, 1, 2));
        assertThat(set.arrays().get(0).spec().type()).isEqualTo(ElementType.FLOAT32);
        assertThat(Reading.values(set.arrays().get(0))).containsExactly(0.25, 1);
    }

    @Test
    void dtypeOfTheInputsOwnRoundsToEven() throws Exception {
        String file = npy("<f4", List.of(1, 4), 0.5, 1.5, 2.5, -1.4);
        assertThat(reading.values(file + "?dtype=int8", Reading.input(ElementType.INT8, 1, 4)))
                .containsExactly(0, 2, 2, -1);
        reading.refusal("data-mismatch", file + "?dtype=int16", Reading.input(ElementType.INT8, 1, 4));
        reading.refusal("data-mismatch", file + "?dtype=uint8", Reading.floats(1, 4));
    }

    @Test
    void inputsOfIndicesTakeIntegersOnly() throws Exception {
        assertThat(reading.values(npy("<i8", List.of(1, 2), 7, 2147483647), Reading.input(ElementType.INT32, 1, 2)))
                .containsExactly(7, 2147483647);
        reading.refusal(
                "data-mismatch", npy("<i8", List.of(1, 1), 2147483648.0), Reading.input(ElementType.INT32, 1, 1));
        reading.refusal("data-mismatch", npy("<f4", List.of(1, 2), 7, 8), Reading.input(ElementType.INT32, 1, 2));
        reading.refusal(
                "data-mismatch", npy("|u1", List.of(1, 2), 7, 8) + "?scale=2", Reading.input(ElementType.INT64, 1, 2));
    }

    @ParameterizedTest
    @CsvSource({"1:3, 1 2", "2:, 2 3 4", ":2, 0 1", "4:5, 4", "0:5, 0 1 2 3 4"})
    void slice(String slice, String expected) throws Exception {
        String file = npy("<f4", List.of(5, 1), 0, 1, 2, 3, 4);
        double[] values = Arrays.stream(expected.split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        assertThat(reading.values(file + "?slice=" + slice, Reading.floats(1, 1)))
                .containsExactly(values);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0:6", "5:", "3:3", "3:1", "-1:2", "x", "1", "1:2:3"})
    void slicesThatTheDataDoesNotHave(String slice) throws Exception {
        String file = npy("<f4", List.of(5, 1), 0, 1, 2, 3, 4);
        assertThat(reading.refusal("invalid-parameter", file + "?slice=" + slice, Reading.floats(1, 1)))
                .hasMessageContaining("slice=");
    }

    @Test
    void layoutOfImagesStoredByChannel() throws Exception {
        // [1, C=2, H=2, W=3]
        String file = npy("|u1", List.of(1, 2, 2, 3), 1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16);
        double[] interleaved = {1, 11, 2, 12, 3, 13, 4, 14, 5, 15, 6, 16};
        assertThat(reading.values(file + "?layout=NCHW", Reading.floats(1, 2, 3, 2)))
                .containsExactly(interleaved);
        assertThat(reading.values(file + "?layout=NCHW", Reading.input(ElementType.UINT8, 1, 2, 3, 2)))
                .containsExactly(interleaved);
        assertThat(reading.refusal(
                                "data-mismatch",
                                npy("|u1", List.of(1, 3, 2, 4), new double[24]),
                                Reading.floats(1, 2, 4, 3))
                        .remedy())
                .contains("layout=NCHW");
    }

    @Test
    void resizeIsBilinearWithHalfPixelCentres() throws Exception {
        String file = npy("|u1", List.of(1, 1, 2, 1), 0, 100);
        // Output pixel i lies at (i + 0.5) / 2 - 0.5: -0.25 (clamped), 0.25, 0.75, 1.25 (clamped).
        assertThat(reading.values(file + "?resize=4x1", Reading.floats(1, 1, 4, 1)))
                .containsExactly(new double[] {0, 25, 75, 100}, EXACT);
        String square = npy("<f4", List.of(1, 2, 2), 1, 2, 3, 4);
        assertThat(reading.values(square + "?resize=1x1", Reading.floats(1, 1, 1, 1)))
                .containsExactly(2.5);
        assertThat(reading.values(square + "?resize=3x3", Reading.floats(1, 3, 3)))
                .containsExactly(new double[] {1, 1.5, 2, 2, 2.5, 3, 3, 3.5, 4}, EXACT);
    }

    @Test
    void resizeMakesSmallerWithoutSmoothing() throws Exception {
        double[] ramp = IntStream.range(0, 36).mapToDouble(i -> i).toArray();
        String file = npy("<f4", List.of(1, 6, 6), ramp);
        // Rows and columns 0.25 + 1.5 i between the stored ones.
        double[] at = {0.25, 1.75, 3.25, 4.75};
        double[] expected = IntStream.range(0, 16)
                .mapToDouble(i -> at[i / 4] * 6 + at[i % 4])
                .toArray();
        assertThat(reading.values(file + "?resize=4x4", Reading.floats(1, 4, 4)))
                .containsExactly(expected, within(1e-5));
    }

    @Test
    void cropTakesTheMiddleAfterResize() throws Exception {
        double[] ramp = IntStream.range(0, 20).mapToDouble(i -> i).toArray();
        String file = npy("<f4", List.of(1, 4, 5), ramp);
        assertThat(reading.values(file + "?crop=3x2", Reading.floats(1, 2, 3))).containsExactly(6, 7, 8, 11, 12, 13);
        assertThat(reading.values(file + "?crop=2x1", Reading.floats(1, 1, 2))).containsExactly(6, 7);
        assertThat(reading.values(file + "?resize=10x8&crop=2x2", Reading.floats(1, 2, 2)))
                .containsExactly(new double[] {8, 8.5, 10.5, 11}, within(1e-5));
        assertThat(reading.refusal("data-mismatch", file + "?crop=6x2", Reading.floats(1, 2, 6)))
                .hasMessageContainingAll("sample 0", "5x4");
    }

    @Test
    void channelsBothWays() throws Exception {
        String colour = npy("|u1", List.of(1, 1, 2, 3), 255, 0, 0, 10, 20, 30);
        assertThat(reading.values(colour + "?channels=1", Reading.floats(1, 1, 2, 1)))
                .containsExactly(new double[] {76.245, 18.15}, within(1e-4));
        assertThat(reading.refusal("data-mismatch", colour, Reading.floats(1, 1, 2, 1))
                        .remedy())
                .contains("channels=1");
        String grey = npy("|u1", List.of(1, 1, 2, 1), 7, 9);
        assertThat(reading.values(grey + "?channels=3", Reading.floats(1, 1, 2, 3)))
                .containsExactly(7, 7, 7, 9, 9, 9);
        String alpha = npy("|u1", List.of(1, 1, 1, 4), 1, 2, 3, 99);
        assertThat(reading.values(alpha + "?channels=3", Reading.floats(1, 1, 1, 3)))
                .containsExactly(1, 2, 3);
        String greyAlpha = npy("|u1", List.of(1, 1, 1, 2), 5, 99);
        assertThat(reading.values(greyAlpha + "?channels=1", Reading.floats(1, 1, 1, 1)))
                .containsExactly(5);
    }

    @Test
    void imagesOptionsAreForImages() throws Exception {
        String file = npy("<f4", List.of(1, 4), 1, 2, 3, 4);
        assertThat(reading.refusal("data-mismatch", file + "?resize=2x2", Reading.floats(1, 4)))
                .hasMessageContaining("no image");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2,28,28 | 1,28,28,1",
                "2,28,28,1 | 1,28,28",
                "2,1,28,28 | -1,28,28,1",
                "2,28,28,1 | -1,-1,-1,1",
                "2,28,28 | 28,28",
            })
    void dimensionsOfOneMayDiffer(String stored, String input) throws Exception {
        String file = npy("|u1", ints(stored), new double[2 * 28 * 28]);
        assertThat(reading.read(file, Reading.floats(ints(input).toArray(Integer[]::new)))
                        .count())
                .isEqualTo(2);
    }

    private static List<Integer> ints(String text) {
        return Arrays.stream(text.strip().split(",")).map(Integer::valueOf).toList();
    }

    @Test
    void everyOtherShapeIsTold() throws Exception {
        String file = npy("|u1", List.of(2, 784), new double[2 * 784]);
        assertThat(reading.refusal("data-mismatch", file, Reading.floats(1, 28, 28, 1)))
                .hasMessageContainingAll(
                        "data.npy", "sample 0", "[784]", "[28, 28, 1]", "input float32 [1, 28, 28, 1]");
        String image = npy("|u1", List.of(1, 4, 4, 3), new double[48]);
        assertThat(reading.refusal("data-mismatch", image, Reading.floats(1, 2, 2, 3))
                        .remedy())
                .contains("resize=2x2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity"})
    void notANumberIsToldWithItsPlace(String value) throws Exception {
        String file = npy("<f4", List.of(3, 2), 1, 2, 3, 4, 5, Double.parseDouble(value));
        assertThat(reading.refusal("invalid-data", file, Reading.floats(1, 2)))
                .hasMessageContainingAll("data.npy", "sample 2", value);
        assertThat(reading.values(file + "?slice=0:2", Reading.floats(1, 2))).hasSize(4);
    }

    @Test
    void whatIsBeyondFloat32IsTold() throws Exception {
        String file = npy("<f8", List.of(1, 1), 1e300);
        assertThat(reading.refusal("data-mismatch", file, Reading.floats(1, 1))).hasMessageContaining("beyond float32");
    }

    @Test
    void theDigestTellsWhatWasReadAndNotWhereFrom() throws Exception {
        String file = npy("<f4", List.of(2, 1), 2, 4);
        var first = reading.read(file, Reading.floats(1, 1));
        Path copy = Files.copy(Path.of(file), folder.resolve("copy.npy"));
        assertThat(reading.read(copy.toString(), Reading.floats(1, 1)).digest()).isEqualTo(first.digest());
        assertThat(reading.read(file + "?scale=2", Reading.floats(1, 1)).digest())
                .isNotEqualTo(first.digest());
        assertThat(reading.read(file + "?slice=0:1", Reading.floats(1, 1)).digest())
                .isNotEqualTo(first.digest());
        assertThat(reading.read(file, Reading.floats(1, 1, 1)).digest()).isNotEqualTo(first.digest());
    }

    @Test
    void anInterruptStopsReading() throws Exception {
        String file = npy("<f4", List.of(2, 1), 2, 4);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> reading.read(file, Reading.floats(1, 1))).isInstanceOf(InterruptedException.class);
    }
}
