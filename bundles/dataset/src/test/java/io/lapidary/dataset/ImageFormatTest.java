package io.lapidary.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.lapidary.api.tensor.ElementType;

class ImageFormatTest {
    @TempDir
    private Path folder;

    private Reading reading;

    @BeforeEach
    void start() {
        reading = new Reading(folder);
    }

    private static byte[] dot(int value) throws Exception {
        return Images.grey("png", BufferedImage.TYPE_BYTE_GRAY, 1, value);
    }

    private double[] decoded(String suffix, byte[] image, Integer... shape) throws Exception {
        Path data = Images.folder(Files.createTempDirectory(folder, "images"), Map.of("class/image" + suffix, image));
        return reading.values(data.toString(), Reading.floats(shape));
    }

    @Test
    void classesAndFilesByName() throws Exception {
        var files = new LinkedHashMap<String, byte[]>();
        files.put("dog/b.png", dot(22));
        files.put("dog/a.PNG", dot(21));
        files.put("cat/z.png", dot(11));
        files.put("10/i.png", dot(3));
        files.put("2/i.png", dot(4));
        files.put(".hidden/i.png", dot(99));
        files.put("cat/.DS_Store", new byte[3]);
        files.put("cat/Thumbs.db", new byte[3]);
        String data = Images.folder(folder.resolve("pets"), files).toString();
        String zip = Images.zip(folder.resolve("pets.zip"), files).toString();
        for (String source : List.of(data, zip, zip + "?name=pets.zip")) {
            assertThat(reading.values(source, Reading.floats(1, 1, 1, 1))).containsExactly(3, 4, 11, 21, 22);
            assertThat(reading.labels(source, Reading.floats(1, 1, 1, 1))).containsExactly(0, 1, 2, 3, 3);
        }
        assertThat(reading.labels(data + "?slice=2:4", Reading.floats(1, 1, 1, 1)))
                .containsExactly(2, 3);
        assertThat(reading.values(data + "?slice=3:", Reading.floats(1, 1, 1, 1)))
                .containsExactly(21, 22);
    }

    @Test
    void withoutClassesThereAreNoLabelsButThoseOfAFile() throws Exception {
        String data = Images.folder(
                        folder.resolve("flat"),
                        Map.of(
                                "b.png",
                                dot(2),
                                "a.png",
                                dot(1),
                                "labels.txt",
                                "5\n6\n".getBytes(StandardCharsets.UTF_8)))
                .toString();
        assertThat(reading.read(data, Reading.floats(1, 1, 1, 1)).targets()).isEmpty();
        assertThat(reading.values(data, Reading.floats(1, 1, 1, 1))).containsExactly(1, 2);
        assertThat(reading.labels(data + "?labels=labels.txt", Reading.floats(1, 1, 1, 1)))
                .containsExactly(5, 6);
    }

    @Test
    void greyIsAsItIsStored() throws Exception {
        int[] values = {0, 1, 64, 128, 200, 255};
        double[] expected = {0, 1, 64, 128, 200, 255};
        assertThat(decoded(".png", Images.grey("png", BufferedImage.TYPE_BYTE_GRAY, 3, values), 1, 2, 3, 1))
                .containsExactly(expected);
        assertThat(decoded(".bmp", Images.grey("bmp", BufferedImage.TYPE_BYTE_GRAY, 3, values), 1, 2, 3, 1))
                .containsExactly(expected);
        assertThat(decoded(".gif", Images.grey("gif", BufferedImage.TYPE_BYTE_GRAY, 1, values), 1, 6, 1, 1))
                .containsExactly(expected);
        byte[] deep = Images.grey("png", BufferedImage.TYPE_USHORT_GRAY, 2, 0x1234, 0xff00);
        assertThat(decoded(".png", deep, 1, 1, 2, 1)).containsExactly(0x12, 0xff);
    }

    @Test
    void coloursAreRgbWhateverTheOrderInTheFile() throws Exception {
        double[] expected = {1, 2, 3, 250, 128, 7};
        int[] values = {0xff010203, 0xfffa8007};
        assertThat(decoded(".png", Images.colour("png", BufferedImage.TYPE_INT_RGB, 2, values), 1, 1, 2, 3))
                .containsExactly(expected);
        assertThat(decoded(".bmp", Images.colour("bmp", BufferedImage.TYPE_3BYTE_BGR, 2, values), 1, 1, 2, 3))
                .containsExactly(expected);
        byte[] palette = Images.palette("png", new int[] {0x010203, 0xfa8007}, 2, 0, 1);
        assertThat(decoded(".png", palette, 1, 1, 2, 3)).containsExactly(expected);
        byte[] gif = Images.palette("gif", new int[] {0x010203, 0xfa8007}, 1, 0, 1, 0, 1, 1);
        assertThat(decoded(".gif", gif, 1, 5, 1, 3)).startsWith(expected).endsWith(250, 128, 7);
    }

    @Test
    void alphaIsDroppedAndNotBlended() throws Exception {
        byte[] image = Images.colour("png", BufferedImage.TYPE_INT_ARGB, 2, 0x00010203, 0x80fa8007);
        assertThat(decoded(".png", image, 1, 1, 2, 3)).containsExactly(1, 2, 3, 250, 128, 7);
    }

    @Test
    void jpegIsNearWhatItWas() throws Exception {
        int[] plain = new int[64];
        Arrays.fill(plain, 0xff4080c0);
        double[] values = decoded(".jpg", Images.colour("jpg", BufferedImage.TYPE_INT_RGB, 8, plain), 1, 8, 8, 3);
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).isCloseTo(new double[] {0x40, 0x80, 0xc0}[i % 3], within(2.0));
        }
    }

    @Test
    void imagesOfManySizesAreResizedEachForItself() throws Exception {
        var files = Map.of(
                "a/1.png", Images.grey("png", BufferedImage.TYPE_BYTE_GRAY, 2, 0, 100),
                "a/2.png", Images.grey("png", BufferedImage.TYPE_BYTE_GRAY, 1, 7),
                "b/1.png", Images.colour("png", BufferedImage.TYPE_INT_RGB, 1, 0xff0a141e, 0xff0a141e));
        String data = Images.folder(folder.resolve("sizes"), files).toString();
        assertThat(reading.values(data + "?resize=2x1&channels=3", Reading.floats(1, 1, 2, 3)))
                .containsExactly(0, 0, 0, 100, 100, 100, 7, 7, 7, 7, 7, 7, 10, 20, 30, 10, 20, 30);
        assertThat(reading.refusal("data-mismatch", data, Reading.floats(1, 1, 2, 1)))
                .hasMessageContainingAll("sample 1", "[1, 1, 1]", "[1, 2, 1]");
        assertThat(reading.refusal("data-mismatch", data + "?slice=1:", Reading.floats(1, -1, -1, -1)))
                .hasMessageContaining("sample 2");
    }

    @Test
    void imagesForAnInputOfTheirOwnTypeAreCopied() throws Exception {
        String data =
                Images.folder(folder.resolve("u8"), Map.of("a/1.png", dot(200))).toString();
        assertThat(reading.values(data, Reading.input(ElementType.UINT8, 1, 1, 1, 1)))
                .containsExactly(200);
    }

    @Test
    void bombsAreRefusedBeforeTheyAreDecoded() throws Exception {
        String data = Images.folder(folder.resolve("bomb"), Map.of("a/1.png", Images.bomb(60_000, 60_000)))
                .toString();
        assertThat(reading.refusal("unsupported-data", data, Reading.floats(1, 1, 1, 3)))
                .hasMessageContainingAll("a/1.png", "60000 x 60000", "40000000");
    }

    @Test
    void lowGifsAreRefusedSinceTheJdkReadsThemWrong() throws Exception {
        byte[] gif = Images.grey("gif", BufferedImage.TYPE_BYTE_GRAY, 3, 0, 1, 64, 128, 200, 255);
        String data =
                Images.folder(folder.resolve("low"), Map.of("a/1.gif", gif)).toString();
        assertThat(reading.refusal("unsupported-data", data, Reading.floats(1, 2, 3, 1)))
                .hasMessageContaining("a/1.gif");
    }

    @Test
    void damagedImagesAreNamed() throws Exception {
        byte[] good = Images.colour("png", BufferedImage.TYPE_INT_RGB, 2, 1, 2, 3, 4);
        String cut = Images.folder(folder.resolve("cut"), Map.of("a/1.png", Arrays.copyOf(good, 40)))
                .toString();
        assertThat(reading.refusal("invalid-data", cut, Reading.floats(1, 2, 2, 3)))
                .hasMessageContaining("a/1.png");
        String text = Images.folder(folder.resolve("text"), Map.of("a/1.jpg", "hello".getBytes(StandardCharsets.UTF_8)))
                .toString();
        assertThat(reading.refusal("unsupported-data", text, Reading.floats(1, 2, 2, 3)))
                .hasMessageContaining("a/1.jpg");
    }

    @Test
    void foldersThatAreNoImages() throws Exception {
        Files.createDirectories(folder.resolve("empty"));
        reading.refusal("invalid-data", folder.resolve("empty").toString(), Reading.floats(1, 1, 1, 1));
        Path hollow = Images.folder(folder.resolve("hollow"), Map.of("a/1.png", dot(1)));
        Files.createDirectories(hollow.resolve("b"));
        assertThat(reading.refusal("invalid-data", hollow.toString(), Reading.floats(1, 1, 1, 1)))
                .hasMessageContaining("'b'");
        String other = Images.folder(folder.resolve("other"), Map.of("a/1.webp", dot(1)))
                .toString();
        assertThat(reading.refusal("unsupported-data", other, Reading.floats(1, 1, 1, 1)))
                .hasMessageContaining("a/1.webp");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil.png",
                "a/../../evil.png",
                "/etc/evil.png",
                "a\\..\\evil.png",
                "./evil.png",
                "a//evil.png"
            })
    void archivesWhoseEntriesLeaveTheirFolderAreRefused(String entry) throws Exception {
        String zip = Images.zip(folder.resolve("evil.zip"), Map.of("a/1.png", dot(1), entry, dot(2)))
                .toString();
        assertThat(reading.refusal("invalid-data", zip, Reading.floats(1, 1, 1, 1)))
                .hasMessageContaining(entry);
        assertThat(folder.resolve("evil.png")).doesNotExist();
    }

    @Test
    void archivesOfAnotherDepth() throws Exception {
        String deep = Images.zip(folder.resolve("deep.zip"), Map.of("top/a/1.png", dot(1)))
                .toString();
        assertThat(reading.refusal("unsupported-data", deep, Reading.floats(1, 1, 1, 1)))
                .hasMessageContaining("deeper");
        String mixed = Images.zip(folder.resolve("mixed.zip"), Map.of("a/1.png", dot(1), "1.png", dot(1)))
                .toString();
        reading.refusal("invalid-data", mixed, Reading.floats(1, 1, 1, 1));
    }
}
