package io.lapidary.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;

class LabelsTest {
    private static final TensorSpec INPUT = Reading.floats(1, 1);

    @TempDir
    private Path folder;

    private Reading reading;
    private String data;

    @BeforeEach
    void start() throws Exception {
        reading = new Reading(folder);
        data = Npy.write(folder.resolve("data.npy"), "<f4", List.of(3, 1), 1, 2, 3)
                .toString();
    }

    @Test
    void fromEveryFormatOfFile() throws Exception {
        byte[] npy = Npy.of("|u1", false, List.of(3, 1), Npy.encode("|u1", 4, 5, 6));
        Files.write(folder.resolve("l.npy"), npy);
        Npy.archive(folder.resolve("l.npz"), true, Map.of("y", npy, "x", npy));
        Npy.archive(folder.resolve("one.npz"), false, Map.of("classes", npy));
        byte[] idx = Idx.of(0x08, List.of(3), new byte[] {4, 5, 6});
        Files.write(folder.resolve("l-idx1-ubyte"), idx);
        Files.write(folder.resolve("l-idx1-ubyte.gz"), Idx.gzip(idx));
        Files.writeString(folder.resolve("l.txt"), "4\n5\n6\n");
        Files.writeString(folder.resolve("l.csv"), "4\r\n 5 \r\n6");
        for (String name : List.of("l.npy", "l.npz", "one.npz", "l-idx1-ubyte", "l-idx1-ubyte.gz", "l.txt", "l.csv")) {
            assertThat(reading.labels(data + "?labels=" + name, INPUT)).as(name).containsExactly(4, 5, 6);
            assertThat(reading.labels(data + "?slice=1:2&labels=" + name, INPUT))
                    .as(name)
                    .containsExactly(5);
        }
        assertThat(reading.labels(data + "?labels=" + folder.resolve("l.txt"), INPUT))
                .containsExactly(4, 5, 6);
    }

    @Test
    void aClassIndexIsInt64WithoutDimensions() throws Exception {
        Files.writeString(folder.resolve("l.txt"), "4\n5\n6\n");
        assertThat(reading.read(data + "?labels=l.txt", INPUT)
                        .targets()
                        .orElseThrow()
                        .spec())
                .isEqualTo(new TensorSpec("labels", ElementType.INT64, List.of()));
        assertThat(reading.read(data, INPUT).targets()).isEmpty();
    }

    @Test
    void tensorsStayTensors() throws Exception {
        Npy.write(folder.resolve("floats.npy"), "<f8", List.of(3, 2), 0.5, 1, 2, 3, 4, 5);
        Npy.write(folder.resolve("masks.npy"), "|i1", List.of(3, 2), 0, -1, 2, 3, 4, 5);
        assertThat(reading.labels(data + "?labels=floats.npy", INPUT)).containsExactly(0.5, 1, 2, 3, 4, 5);
        assertThat(reading.labels(data + "?labels=masks.npy", INPUT)).containsExactly(0, -1, 2, 3, 4, 5);
        reading.refusal("invalid-parameter", data + "?labels=floats.npy&label_offset=1", INPUT);
        Npy.write(folder.resolve("nan.npy"), "<f4", List.of(3), 0, Double.NaN, 0);
        assertThat(reading.refusal("invalid-data", data + "?labels=nan.npy", INPUT))
                .hasMessageContaining("label 1");
    }

    @Test
    void anOffsetCountsFromOne() throws Exception {
        Files.writeString(folder.resolve("l.txt"), "1\n2\n3\n");
        assertThat(reading.labels(data + "?labels=l.txt&label_offset=-1", INPUT))
                .containsExactly(0, 1, 2);
        assertThat(reading.refusal("invalid-data", data + "?labels=l.txt&label_offset=-2", INPUT))
                .hasMessageContainingAll("l.txt", "label 0", "-1");
    }

    @Test
    void thereMustBeOnePerSample() throws Exception {
        Files.writeString(folder.resolve("short.txt"), "1\n2\n");
        assertThat(reading.refusal("invalid-data", data + "?labels=short.txt&slice=0:1", INPUT))
                .hasMessageContainingAll("3 samples", "2 in", "short.txt");
    }

    @Test
    void aMarkOfTheOrderOfBytesIsNoLabel() throws Exception {
        Files.writeString(folder.resolve("l.txt"), "\ufeff1\r\n2\r\n3\r\n");
        assertThat(reading.labels(data + "?labels=l.txt", INPUT)).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1\nx\n3\n", "1\n2,5\n3\n", "1\n\n3", "1\n99999999999999999999\n3", "1\n2.0\n3\n"})
    void aLineThatIsNoIntegerIsNamedButNotShown(String text) throws Exception {
        Files.writeString(folder.resolve("l.txt"), text);
        assertThat(reading.refusal("invalid-data", data + "?labels=l.txt", INPUT))
                .hasMessageContainingAll("l.txt", "line 2 is not an integer");
    }

    @Test
    void aFileWithoutLinesTakesNoMemory() throws Exception {
        Path file = folder.resolve("huge.txt");
        Files.write(file, new byte[50_000_000]);
        assertThat(reading.refusal("invalid-data", data + "?labels=huge.txt", INPUT))
                .hasMessageContaining("line 1");
    }

    @Test
    void whatIsMissingOrUnclear() throws Exception {
        assertThat(reading.refusal("not-found", data + "?labels=none.npy", INPUT))
                .hasMessageContaining("none.npy");
        byte[] npy = Npy.of("|u1", false, List.of(3), Npy.encode("|u1", 4, 5, 6));
        Npy.archive(folder.resolve("two.npz"), true, Map.of("a", npy, "b", npy));
        assertThat(reading.refusal("invalid-data", data + "?labels=two.npz", INPUT))
                .hasMessageContaining("not clear");
        Files.createDirectory(folder.resolve("dir"));
        reading.refusal("unsupported-data", data + "?labels=dir", INPUT);
    }

    @Test
    void unsignedLabelsBeyondInt64AreTold() throws Exception {
        Files.write(folder.resolve("u.npy"), Npy.of("<u8", false, List.of(3), Npy.encode("<i8", 1, -1, 1)));
        assertThat(reading.refusal("invalid-data", data + "?labels=u.npy", INPUT))
                .hasMessageContaining("label 1");
    }
}
