package io.lapidary.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;

class NumpyFormatsTest {
    @TempDir
    private Path folder;

    private Reading reading;

    @BeforeEach
    void start() {
        reading = new Reading(folder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<f2", ">f2", "<f4", ">f4", "=f4", "<f8", ">f8", "|i1", "<i2", ">i2", "<i4", ">i4", "<i8", ">i8", "|u1",
                "<u2", ">u2", "<u4", ">u4", "<u8", ">u8"
            })
    void everyNumericTypeInBothByteOrders(String descr) throws Exception {
        double[] values = {0, 1, 2, 100, 64, 3};
        Path file = Npy.write(folder.resolve("a.npy"), descr, List.of(3, 2), values);
        assertThat(reading.values(file.toString(), Reading.floats(1, 2))).containsExactly(values);
    }

    @ParameterizedTest
    @CsvSource({
        "<f2, -1.5",
        ">f4, -1.25e10",
        "<f8, 0.1",
        "|i1, -128",
        ">i2, -32768",
        "<i4, -2147483648",
        "|u1, 255",
        "<u2, 65535",
        ">u4, 4294967295",
        "<i8, -9007199254740992"
    })
    void theEndsOfEachTypesRange(String descr, double value) throws Exception {
        Path file = Npy.write(folder.resolve("a.npy"), descr, List.of(1, 1), value);
        assertThat(reading.values(file.toString(), Reading.floats(1, 1))).containsExactly((float) value);
    }

    @Test
    void unsigned64BitsAndBooleans() throws Exception {
        byte[] large = Npy.encode("<i8", -1); // 2^64 - 1
        Path file = Files.write(folder.resolve("u.npy"), Npy.of("<u8", false, List.of(1, 1), large));
        assertThat(reading.values(file.toString(), Reading.floats(1, 1))).containsExactly(0x1p64);
        Path flags = Files.write(folder.resolve("b.npy"), Npy.of("|b1", false, List.of(3, 1), new byte[] {0, 1, 1}));
        assertThat(reading.values(flags.toString(), Reading.floats(1, 1))).containsExactly(0, 1, 1);
        assertThat(reading.values(flags.toString(), Reading.input(ElementType.BOOL, 1, 1)))
                .containsExactly(0, 1, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "0x0001, 5.9604644775390625E-8",
        "0x8001, -5.9604644775390625E-8",
        "0x03ff, 6.097555160522461E-5",
        "0x7bff, 65504",
        "0x3555, 0.333251953125"
    })
    void halvesSubnormalOnesToo(String bits, double value) throws Exception {
        int half = Integer.decode(bits);
        Path file = Files.write(folder.resolve("h.npy"), Npy.of("<f2", false, List.of(1, 1), new byte[] {
            (byte) half, (byte) (half >> 8)
        }));
        assertThat(reading.values(file.toString(), Reading.floats(1, 1))).containsExactly(value);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyVersionOfTheHeader(int version) throws Exception {
        String header = Npy.header("<f4", false, List.of(2, 2));
        Path file =
                Files.write(folder.resolve("v.npy"), Npy.withHeader(version, header, Npy.encode("<f4", 1, 2, 3, 4)));
        assertThat(reading.values(file.toString(), Reading.floats(-1, 2))).containsExactly(1, 2, 3, 4);
    }

    @Test
    void headersAsPython2WroteThem() throws Exception {
        String header = "{\"descr\": '<f4', 'shape': (2L, 2L), 'fortran_order': False}";
        Path file = Files.write(folder.resolve("p.npy"), Npy.withHeader(1, header, Npy.encode("<f4", 1, 2, 3, 4)));
        assertThat(reading.values(file.toString(), Reading.floats(-1, 2))).containsExactly(1, 2, 3, 4);
    }

    /** [3, 2, 4] whose element (n, i, j) is 100 n + 10 i + j. */
    private static double[] cube(boolean fortran) {
        return IntStream.range(0, 24)
                .mapToDouble(k ->
                        fortran ? 100 * (k % 3) + 10 * (k / 3 % 2) + k / 6 : 100 * (k / 8) + 10 * (k / 4 % 2) + k % 4)
                .toArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<f4", ">f4", "<i2", ">f8"})
    void fortranOrderInFilesAndArchives(String descr) throws Exception {
        byte[] fortran = Npy.of(descr, true, List.of(3, 2, 4), Npy.encode(descr, cube(true)));
        TensorSpec input = Reading.floats(1, 2, 4);
        Path file = Files.write(folder.resolve("f.npy"), fortran);
        assertThat(reading.values(file.toString(), input)).containsExactly(cube(false));
        assertThat(reading.values(file + "?slice=1:2", input))
                .containsExactly(
                        IntStream.range(8, 16).mapToDouble(k -> cube(false)[k]).toArray());
        for (boolean deflated : List.of(true, false)) {
            Path archive = Npy.archive(folder.resolve("f.npz"), deflated, Map.of("x", fortran));
            assertThat(reading.values(archive.toString(), input)).containsExactly(cube(false));
        }
    }

    @Test
    void archivesStoredAndDeflatedWithLabels() throws Exception {
        var arrays = Map.of(
                "x", Npy.of("<f4", false, List.of(3, 2), Npy.encode("<f4", 1, 2, 3, 4, 5, 6)),
                "y", Npy.of("<i4", false, List.of(3), Npy.encode("<i4", 7, 8, 9)));
        for (boolean deflated : List.of(true, false)) {
            String file = Npy.archive(folder.resolve("a.npz"), deflated, arrays).toString();
            assertThat(reading.values(file, Reading.floats(1, 2))).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(reading.labels(file, Reading.floats(1, 2))).containsExactly(7, 8, 9);
            assertThat(reading.labels(file + "?slice=1:&label_offset=-7", Reading.floats(1, 2)))
                    .containsExactly(1, 2);
        }
    }

    @Test
    void severalInputsByNameOrSignatureKeyInTheModelsOrder() throws Exception {
        var arrays = new HashMap<>(Map.of(
                "ids", Npy.of("<i8", false, List.of(2, 3), Npy.encode("<i8", 1, 2, 3, 4, 5, 6)),
                "image", Npy.of("|u1", false, List.of(2, 1, 2, 1), Npy.encode("|u1", 0, 255, 51, 102)),
                "unused", Npy.of("<f4", false, List.of(9), Npy.encode("<f4", 0, 0, 0, 0, 0, 0, 0, 0, 0)),
                "version", Npy.of("<i4", false, List.of(), Npy.encode("<i4", 1)),
                "y", Npy.of("<f8", false, List.of(2, 2), Npy.encode("<f8", 0.5, 1, 1.5, 2))));
        arrays.put("text", Npy.of("<U4", false, List.of(1), new byte[16]));
        Path file = Npy.archive(folder.resolve("m.npz"), true, arrays);
        var image = new TensorSpec("serving_default_image:0", ElementType.FLOAT32, List.of(-1, 1, 2, 1));
        var ids = new TensorSpec("ids", ElementType.INT32, List.of(1, 3));

        var set = reading.read(file + "?scale=0.00392156862745098", image, ids);

        assertThat(set.count()).isEqualTo(2);
        assertThat(set.arrays().get(0).spec())
                .isEqualTo(new TensorSpec("serving_default_image:0", ElementType.FLOAT32, List.of(1, 2, 1)));
        assertThat(Reading.values(set.arrays().get(0))).containsExactly(new double[] {0, 1, 0.2, 0.4}, within(1e-7));
        assertThat(set.arrays().get(1).spec()).isEqualTo(new TensorSpec("ids", ElementType.INT32, List.of(3)));
        assertThat(Reading.values(set.arrays().get(1))).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(set.targets().orElseThrow().spec())
                .isEqualTo(new TensorSpec("labels", ElementType.FLOAT32, List.of(2)));
        assertThat(Reading.values(set.targets().orElseThrow())).containsExactly(0.5, 1, 1.5, 2);
    }

    @Test
    void anInputNamedAsLabelsAreIsAnInput() throws Exception {
        var array = Npy.of("<f4", false, List.of(1, 1), Npy.encode("<f4", 4));
        Path file = Npy.archive(folder.resolve("xy.npz"), true, Map.of("x", array, "y", array));
        var set = reading.read(
                file.toString(),
                new TensorSpec("x", ElementType.FLOAT32, List.of(1, 1)),
                new TensorSpec("y", ElementType.FLOAT32, List.of(1, 1)));
        assertThat(set.targets()).isEmpty();
        assertThat(set.arrays()).hasSize(2);
    }

    @Test
    void whatDoesNotFitTogetherIsToldWithBothSides() throws Exception {
        var two = Npy.of("<f4", false, List.of(2, 1), Npy.encode("<f4", 1, 2));
        var three = Npy.of("<f4", false, List.of(3, 1), Npy.encode("<f4", 1, 2, 3));
        String file = Npy.archive(folder.resolve("a.npz"), true, Map.of("a", two, "b", three, "y", three))
                .toString();
        var a = new TensorSpec("a", ElementType.FLOAT32, List.of(1, 1));
        var b = new TensorSpec("b", ElementType.FLOAT32, List.of(1, 1));
        var c = new TensorSpec("c", ElementType.FLOAT32, List.of(1, 1));
        assertThat(reading.refusal("invalid-data", file, a, b))
                .hasMessageContainingAll("a.npz", "2 samples", "b has 3");
        assertThat(reading.refusal("invalid-data", file, a)).hasMessageContainingAll("2 samples", "y has 3");
        assertThat(reading.refusal("data-mismatch", file, a, c))
                .hasMessageContainingAll("'c'", "inputs are a, c", "arrays are a, b, y");
        assertThat(reading.refusal("data-mismatch", file, c)).hasMessageContaining("arrays are a, b, y");
    }

    @Test
    void objectArraysAndTextAreRefused() throws Exception {
        Path objects = Files.write(
                folder.resolve("o.npy"),
                Npy.of("|O", false, List.of(2), "cos\nsystem\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(reading.refusal("unsupported-data", objects.toString(), Reading.floats(1, 1)))
                .hasMessageContainingAll("o.npy", "object array");
        Path text = Files.write(folder.resolve("t.npy"), Npy.of("<U4", false, List.of(1), new byte[16]));
        assertThat(reading.refusal("unsupported-data", text.toString(), Reading.floats(1, 1)))
                .hasMessageContaining("<U4");
        String structured = "{'descr': [('a', '<f4'), ('b', '<i4')], 'fortran_order': False, 'shape': (1,), }";
        Path records = Files.write(folder.resolve("s.npy"), Npy.withHeader(1, structured, new byte[8]));
        assertThat(reading.refusal("unsupported-data", records.toString(), Reading.floats(1, 1)))
                .hasMessageContaining("<f4");
    }
}
