package io.lapidary.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;

class CsvFormatTest {
    private static final TensorSpec PAIR = Reading.floats(1, 2);

    @TempDir
    Path folder;

    private Reading reading;

    @BeforeEach
    void reading() {
        reading = new Reading(folder);
    }

    @Test
    void aHeaderNamesColumnsAndTheLabel() throws Exception {
        String data = file("a,label,b\n1.5,0,-2\n3,1,4e2\n");
        assertThat(reading.values(data, PAIR)).containsExactly(1.5, -2, 3, 400);
        assertThat(reading.labels(data, PAIR)).containsExactly(0, 1);
        assertThat(reading.read(data, PAIR).targets().orElseThrow().spec().type())
                .isEqualTo(ElementType.INT64);
    }

    @Test
    void withoutAHeaderColumnsAreNumbered() throws Exception {
        String data = file("7,1,2\n8,3,4\n");
        assertThat(reading.values(data + "?label=0", PAIR)).containsExactly(1, 2, 3, 4);
        assertThat(reading.labels(data + "?label=0", PAIR)).containsExactly(7, 8);
        assertThat(reading.values(data + "?columns=2,0", PAIR)).containsExactly(2, 7, 4, 8);
        assertThat(reading.values(data + "?columns=2,1&header=true", PAIR))
                .as("names are 7, 1, 2")
                .containsExactly(4, 3);
    }

    @Test
    void severalLabelsAreARowOfNumbers() throws Exception {
        String data = file("a,b,u,v\n1,2,0.5,-3\n");
        assertThat(reading.labels(data + "?label=u,v", PAIR)).containsExactly(0.5, -3);
        assertThat(reading.values(data + "?label=u,v", PAIR)).containsExactly(1, 2);
    }

    @Test
    void quotesMarksAndLineEndsAreRead() throws Exception {
        String data = file("\ufeff\"a\",\"b \"\"2\"\"\"\r\n\"1\",\" 2 \"\r\n\r\n+3,.5\r\n");
        assertThat(reading.values(data, PAIR)).containsExactly(1, 2, 3, 0.5);
        assertThat(reading.values(file("a;b\n1;2\n") + "?delimiter=semicolon", PAIR))
                .containsExactly(1, 2);
        assertThat(reading.values(file("a,b\r1,2\r\r3,4\r"), PAIR)).containsExactly(1, 2, 3, 4);
        assertThat(reading.refusal("invalid-data", file("a,b\r1,2\r\r3,x\r"), PAIR))
                .hasMessageContaining("line 4, column 2");
    }

    @Test
    void whatIsNoTextInUtf8SaysSo() throws Exception {
        Path utf16 = Files.write(folder.resolve("u.csv"), "a,b\n1,2\n".getBytes(StandardCharsets.UTF_16));
        assertThat(reading.refusal("invalid-data", utf16.toString(), PAIR))
                .hasMessageContainingAll("u.csv", "line 1 holds a zero byte", "UTF-16");
    }

    @Test
    void aRowCanBeAnImage() throws Exception {
        assertThat(reading.values(file("5,0,1,2,3\n") + "?label=0", Reading.floats(1, 2, 2, 1)))
                .containsExactly(0, 1, 2, 3);
    }

    @Test
    void columnsFeedInputsOfTheirName() throws Exception {
        String data = file("age,id,y\n1.5,40000,0.25\n2.5,40001,0.75\n");
        var age = new TensorSpec("serving_default_age:0", ElementType.FLOAT32, List.of(1, 1));
        var id = new TensorSpec("id", ElementType.INT32, List.of(1, 1));
        SampleSet samples = reading.read(data, id, age);
        assertThat(Reading.values(samples.arrays().get(0))).containsExactly(40000, 40001);
        assertThat(Reading.values(samples.arrays().get(1))).containsExactly(1.5, 2.5);
        assertThat(Reading.values(samples.targets().orElseThrow())).containsExactly(0.25, 0.75);
    }

    @Test
    void gzipAndSlices() throws Exception {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write("a,b\n1,2\n3,4\n5,6\n".getBytes(StandardCharsets.UTF_8));
        }
        Path file = Files.write(folder.resolve("t.csv.gz"), out.toByteArray());
        assertThat(reading.values(file + "?slice=1:2", PAIR)).containsExactly(3, 4);
        reading.refusal("invalid-parameter", file + "?slice=1:4", PAIR);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,b~1,2~3,x4|line 3, column 2 ('b') is text",
                "a,b~1,2~,4|line 3, column 1 ('a') is empty",
                "a,b~1,2~nan,4|line 3, column 1 ('a') is text",
                "a,b~0x10,2|line 2, column 1 ('a') is text",
                "a,b~1,2f|line 2, column 2 ('b') is text",
                "a,b~1,2~3|line 3 has 1 cells, expected 2",
                "a,b~1,\"2|line 2 has a quote that is not closed",
                "a,b~1,\"2\"3|line 2 has text after a closing quote",
                "a,a~1,2|two columns have one name"
            })
    void whatIsWrongIsNamedByLineAndColumn(String text, String expected) throws Exception {
        assertThat(reading.refusal("invalid-data", file(text.replace('~', '\n')), PAIR))
                .hasMessageContainingAll("t.csv", expected)
                .hasMessageNotContaining("x4");
    }

    @Test
    void anUnknownColumnGetsTheNearest() throws Exception {
        assertThat(reading.refusal("invalid-parameter", file("width,height\n1,2\n") + "?columns=widht", PAIR)
                        .remedy())
                .contains("'width'");
    }

    @Test
    void ofAWideTableTheLastColumnIsFoundToo() throws Exception {
        String names = IntStream.range(0, 60).mapToObj(i -> "pixel" + i).collect(Collectors.joining(",")) + ",digit\n";
        assertThat(reading.refusal("invalid-parameter", file(names) + "?label=digits", PAIR)
                        .remedy())
                .contains("Did you mean 'digit'?", "The first of 61 are: pixel0, pixel1, ", "the last is 'digit'")
                .doesNotContain("pixel50");
    }

    @Test
    void aTableOfOneColumnThatIsNoNumberMayHaveAnotherDelimiter() throws Exception {
        assertThat(reading.refusal("invalid-data", file("1;2\n3;4\n") + "?header=false", PAIR)
                        .remedy())
                .contains("option delimiter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b\n", "\n\n"})
    void withoutRowsThereAreNoSamples(String text) throws Exception {
        assertThat(reading.refusal("invalid-data", file(text), PAIR)).hasMessageContaining("no samples");
    }

    @Test
    void anEndlessRowTakesBoundedMemory() throws Exception {
        Path file = folder.resolve("t.csv");
        Files.writeString(file, "1".repeat(20_000_000));
        assertThat(reading.refusal("unsupported-data", file.toString(), PAIR))
                .hasMessageContainingAll("line 1", "limit");
    }

    private String file(String text) throws Exception {
        return Files.writeString(folder.resolve("t.csv"), text).toString();
    }
}
