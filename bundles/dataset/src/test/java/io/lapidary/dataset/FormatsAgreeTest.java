package io.lapidary.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.Digest;
import io.lapidary.api.dataset.SampleArray;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;

/** The same samples in every format are the same sample set. */
class FormatsAgreeTest {
    private static final int COUNT = 6;
    private static final int SIDE = 5;
    private static final int[] LABELS = {0, 0, 1, 1, 1, 2};

    @TempDir
    private Path folder;

    private static byte[] pixels() {
        byte[] pixels = new byte[COUNT * SIDE * SIDE];
        new Random(3).nextBytes(pixels);
        return pixels;
    }

    /** [N, H, W] as column-major. */
    private static byte[] fortran(byte[] pixels) {
        byte[] out = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            int n = i / (SIDE * SIDE);
            int y = i / SIDE % SIDE;
            int x = i % SIDE;
            out[n + COUNT * (y + SIDE * x)] = pixels[i];
        }
        return out;
    }

    private static double[] asDoubles(byte[] pixels) {
        double[] values = new double[pixels.length];
        Arrays.setAll(values, i -> pixels[i] & 0xff);
        return values;
    }

    private List<String> everyFormat() throws Exception {
        byte[] pixels = pixels();
        var shape = List.of(COUNT, SIDE, SIDE);
        byte[] labels = Npy.of("<i4", false, List.of(COUNT), Npy.encode("<i4", 0, 0, 1, 1, 1, 2));
        Files.write(folder.resolve("y.npy"), labels);
        Files.writeString(folder.resolve("y.txt"), "0\n0\n1\n1\n1\n2\n");
        Files.write(folder.resolve("y.gz"), Idx.gzip(Idx.of(0x08, List.of(COUNT), new byte[] {0, 0, 1, 1, 1, 2})));

        byte[] npy = Npy.of("|u1", false, shape, pixels);
        var sources = new ArrayList<String>();
        sources.add(Files.write(folder.resolve("c.npy"), npy) + "?labels=y.npy");
        sources.add(
                Files.write(folder.resolve("f.npy"), Npy.of("|u1", true, shape, fortran(pixels))) + "?labels=y.txt");
        byte[] floats = Npy.of(">f8", false, List.of(COUNT, SIDE, SIDE, 1), Npy.encode(">f8", asDoubles(pixels)));
        sources.add(Files.write(folder.resolve("d.npy"), floats) + "?labels=y.gz");
        sources.add(Npy.archive(folder.resolve("s.npz"), false, Map.of("x", npy, "y", labels))
                .toString());
        sources.add(Npy.archive(folder.resolve("z.npz"), true, Map.of("input", npy, "y", labels))
                .toString());
        sources.add(Files.write(folder.resolve("i"), Idx.of(0x08, shape, pixels)) + "?labels=y.npy");
        sources.add(Files.write(folder.resolve("i.gz"), Idx.gzip(Idx.of(0x08, shape, pixels))) + "?labels=y.npy");
        for (String format : List.of("png", "bmp", "gif")) {
            var files = imagesByClass(format, pixels);
            sources.add(Images.folder(folder.resolve(format), files).toString());
            sources.add(Images.zip(folder.resolve(format + ".zip"), files).toString());
        }
        return sources;
    }

    private static Map<String, byte[]> imagesByClass(String format, byte[] pixels) throws IOException {
        var files = new TreeMap<String, byte[]>();
        for (int n = 0; n < COUNT; n++) {
            int[] values = new int[SIDE * SIDE];
            for (int i = 0; i < values.length; i++) {
                values[i] = pixels[n * values.length + i] & 0xff;
            }
            files.put(
                    "class-" + LABELS[n] + "/" + n + "." + format,
                    Images.grey(format, BufferedImage.TYPE_BYTE_GRAY, SIDE, values));
        }
        return files;
    }

    @Test
    void equalContentIsAnEqualSampleSet() throws Exception {
        var reading = new Reading(folder);
        var digests = new LinkedHashSet<Digest>();
        for (String source : everyFormat()) {
            String options = source.contains("?") ? "&" : "?";
            var set = reading.read(source + options + "scale=0.5&mean=3&slice=1:", Reading.floats(1, SIDE, SIDE, 1));
            digests.add(set.digest());
            assertThat(digests).as(source).hasSize(1);
            assertThat(set.count()).isEqualTo(COUNT - 1);
        }
    }

    @Test
    void aReaderOfAnArrayGivesEachSampleAndRefusesHalfOnes() throws Exception {
        Path file = Files.write(folder.resolve("raw"), new byte[] {1, 0, 2, 0, 3, 0, 4, 0});
        var array = new SampleArray(new TensorSpec("x", ElementType.INT16, List.of(2)), file);
        try (var reader = SampleArrayReader.open(array)) {
            assertThat(reader.count()).isEqualTo(2);
            assertThat(reader.sample(1).getShort(2)).isEqualTo((short) 4);
            assertThat(reader.sample(0).remaining()).isEqualTo(4);
            assertThat(reader.sample(0).isReadOnly()).isTrue();
            assertThatThrownBy(() -> reader.sample(2)).isInstanceOf(IndexOutOfBoundsException.class);
        }
        var three = new SampleArray(new TensorSpec("x", ElementType.INT8, List.of(3)), file);
        assertThatThrownBy(() -> SampleArrayReader.open(three)).isInstanceOf(IOException.class);
    }
}
