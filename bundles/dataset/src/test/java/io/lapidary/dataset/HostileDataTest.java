package io.lapidary.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.tensor.TensorSpec;

/** Truncated, damaged and lying files: an error each, and no allocation for what is only declared. */
class HostileDataTest {
    private static final TensorSpec INPUT = Reading.floats(1, 2);

    @TempDir
    private Path folder;

    private Reading reading;

    @BeforeEach
    void start() {
        reading = new Reading(folder);
    }

    private String file(String name, byte[] bytes) throws Exception {
        return Files.write(folder.resolve(name), bytes).toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(1000000000000, 2)",
                "(4, 2000000000)",
                "(9223372036854775807, 9223372036854775807)",
                "(2147483647, 2147483647, 2147483647, 2147483647)",
                "(2, 100000000)",
                "(4, 3)"
            })
    void shapesBeyondTheFile(String shape) throws Exception {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }";
        byte[] npy = Npy.withHeader(1, header, new byte[32]);
        for (String name : List.of("a.npy", "a.npz")) {
            String path = name.endsWith("npy")
                    ? file(name, npy)
                    : Npy.archive(folder.resolve(name), true, Map.of("x", npy)).toString();
            assertThat(reading.refusal(code(shape), path, INPUT)).hasMessageContaining(name);
        }
    }

    private static String code(String shape) {
        return shape.contains("2000000000)")
                ? "unsupported-data"
                : shape.contains(" 100000000)") ? "unsupported-data" : "invalid-data";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-1, 2), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1.5,), }",
                "{'descr': '<f4', 'fortran_order': 0, 'shape': (1, 2), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': 2, }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': ((1,), 2), }",
                "{'descr': '<f4', 'fortran_order': False}",
                "{'fortran_order': False, 'shape': (1, 2)}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2)",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2)} + __import__('os')",
                "{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{",
                "((((((((((((((((((((((((((((((((",
                "",
                "None",
                "{'descr': '<f4', 'fortran_order': False, 'shape': ()}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 2)}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 0)}"
            })
    void headersThatMakeNoSense(String header) throws Exception {
        assertThat(reading.refusal("invalid-data", file("a.npy", Npy.withHeader(1, header, new byte[64])), INPUT))
                .hasMessageContaining("a.npy");
    }

    @Test
    void aHeaderLongerThanItsLimit() throws Exception {
        var bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0}).putInt(0xffffffff);
        assertThat(reading.refusal("invalid-data", file("a.npy", bytes.array()), INPUT))
                .hasMessageContaining("4294967295");
        bytes.put(6, (byte) 9);
        reading.refusal("unsupported-data", file("b.npy", bytes.array()), INPUT);
    }

    @Test
    void anArchiveExpandsNoFurtherThanItsArraysAreDeclared() throws Exception {
        // 2 samples declared, 200 MB of zeros behind them
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("x.npy"));
            zip.write(Npy.of("<f4", false, List.of(2, 2), Npy.encode("<f4", 1, 2, 3, 4)));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 200; i++) {
                zip.write(zeros);
            }
        }
        assertThat(reading.values(file("bomb.npz", out.toByteArray()), INPUT)).containsExactly(1, 2, 3, 4);
    }

    /** The JDK reads such an entry without a word; a flipped bit would be a wrong sample. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anArrayThatDoesNotMatchItsChecksumIsRefused(boolean fortran) throws Exception {
        byte[] npy = Npy.of("<f4", fortran, List.of(2, 2), Npy.encode("<f4", 1, 2, 3, 4));
        Path file = Npy.archive(folder.resolve("crc.npz"), false, Map.of("x", npy));
        assertThat(reading.values(file.toString(), INPUT)).hasSize(4);
        byte[] archive = Files.readAllBytes(file);
        int last = indexOf(archive, Npy.encode("<f4", 4));
        archive[last] ^= 1;
        Files.write(file, archive);

        assertThat(reading.refusal("invalid-data", file.toString(), INPUT))
                .hasMessageContainingAll("crc.npz", "checksum");
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int i = 0; i + part.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new AssertionError("it is not there");
    }

    @Test
    void archivesWithoutArraysOrNotArchives() throws Exception {
        reading.refusal(
                "invalid-data", file("a.npz", "PK\3\4 and then nothing".getBytes(StandardCharsets.UTF_8)), INPUT);
        Path empty = Npy.archive(folder.resolve("empty.npz"), true, Map.of());
        assertThat(reading.refusal("invalid-data", empty.toString(), INPUT)).hasMessageContaining("no arrays");
        Path text = folder.resolve("text.npz");
        try (var zip = new ZipOutputStream(Files.newOutputStream(text))) {
            zip.putNextEntry(new ZipEntry("x.npy"));
            zip.write(new byte[100]);
        }
        assertThat(reading.refusal("invalid-data", text.toString(), INPUT)).hasMessageContaining("array x");
    }

    @Test
    void idxThatLies() throws Exception {
        reading.refusal("invalid-data", file("a", Idx.of(0x0D, List.of(1000, 2), new byte[16])), INPUT);
        reading.refusal("invalid-data", file("b", Idx.gzip(Idx.of(0x0D, List.of(3, 2), new byte[16]))), INPUT);
        reading.refusal(
                "invalid-data", file("c", Idx.gzip(Idx.of(0x08, List.of(2_000_000_000, 2), new byte[16]))), INPUT);
        reading.refusal("invalid-data", file("d", Idx.of(0x08, List.of(-1, 2), new byte[16])), INPUT);
        reading.refusal("invalid-data", file("e", Idx.of(0x08, List.of(0, 2), new byte[0])), INPUT);
        reading.refusal("invalid-data", file("f", new byte[] {0, 0, 8, 3, 0}), INPUT);
        byte[] gzip = Idx.gzip(Idx.of(
                0x08,
                List.of(5000, 2),
                new Random(1)
                        .ints(10000)
                        .collect(() -> ByteBuffer.allocate(10000), (b, i) -> b.put((byte) i), (a, b) -> {})
                        .array()));
        reading.refusal("invalid-data", file("g", Arrays.copyOf(gzip, gzip.length / 2)), INPUT);
    }

    @Test
    void emptyMissingAndUnknown() throws Exception {
        assertThat(reading.refusal("invalid-data", file("empty.npy", new byte[0]), INPUT))
                .hasMessageContaining("empty");
        reading.refusal("not-found", folder.resolve("none.npy").toString(), INPUT);
        assertThat(reading.refusal("unsupported-data", file("a.txt", "hello".getBytes(StandardCharsets.UTF_8)), INPUT)
                        .remedy())
                .contains("idx, images, npy, npz");
        reading.refusal("invalid-data", file("text.npy", "hello".getBytes(StandardCharsets.UTF_8)), INPUT);
    }

    /** Every cut and many flips of good files: read, or refused with a code; nothing else. */
    @Test
    void cutAndFlippedFilesAreReadOrRefused() throws Exception {
        byte[] npy = Npy.of("<f4", false, List.of(4, 2), Npy.encode("<f4", 1, 2, 3, 4, 5, 6, 7, 8));
        byte[] fortran = Npy.of("<f4", true, List.of(4, 2), Npy.encode("<f4", 1, 2, 3, 4, 5, 6, 7, 8));
        byte[] npz = Files.readAllBytes(Npy.archive(folder.resolve("good.npz"), true, Map.of("x", npy, "y", npy)));
        byte[] idx = Idx.of(0x0D, List.of(4, 2), new byte[32]);
        for (byte[] good : List.of(npy, fortran, npz, idx, Idx.gzip(idx))) {
            var random = new Random(7);
            for (int i = 0; i < good.length; i++) {
                readOrRefused(Arrays.copyOf(good, i));
                byte[] flipped = good.clone();
                flipped[i] ^= (byte) (1 << random.nextInt(8));
                readOrRefused(flipped);
            }
        }
    }

    private void readOrRefused(byte[] bytes) throws Exception {
        for (String name : List.of("x.npy", "x.npz", "x")) {
            String path = file(name, bytes);
            try {
                assertThat(reading.read(path, INPUT).count()).isPositive();
            } catch (LapidaryException e) {
                assertThat(e.code().id()).isIn("invalid-data", "unsupported-data", "data-mismatch");
            }
        }
    }
}
