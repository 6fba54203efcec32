package io.lapidary.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.dataset.DataSource;
import io.lapidary.api.dataset.Vocabulary;

class TokensTest {
    @TempDir
    Path folder;

    private Reading reading;
    private String data;

    @BeforeEach
    void data() throws Exception {
        reading = new Reading(folder);
        Path file = folder.resolve("x.npy");
        Npy.write(file, "<f4", List.of(2, 1), 0, 1);
        Files.writeString(folder.resolve("tokens.txt"), "<blank>\na\n \n");
        data = file + "?labels=said.txt&tokens=tokens.txt";
    }

    @Test
    void transcriptsBecomeTokensAndCanBeReadBack() throws Exception {
        Files.writeString(folder.resolve("said.txt"), "a ñ\r\n\n");
        double[] labels = reading.labels(data, Reading.floats(1, 1));
        assertThat(labels).hasSize(6);
        var vocabulary = vocabulary();
        assertThat(vocabulary.pieces()).containsExactly("<blank>", "a", " ");
        assertThat(vocabulary.decode(Arrays.stream(labels).limit(3).mapToLong(d -> (long) d)))
                .isEqualTo("a ñ");
        assertThat(Arrays.stream(labels).skip(3)).containsOnly((double) Vocabulary.PADDING);
        assertThat(vocabulary.decode(LongStream.of(1, 2, 1))).isEqualTo("a a");
    }

    /** Nobody sees it in an editor: it would be a part of the first token, and of the first transcript. */
    @Test
    void aMarkOfTheOrderOfBytesIsNoPartOfTheText() throws Exception {
        Files.writeString(folder.resolve("tokens.txt"), "\ufeff<blank>\na\n");
        Files.writeString(folder.resolve("said.txt"), "\ufeffa\na\n");

        assertThat(vocabulary().pieces()).containsExactly("<blank>", "a");
        double[] labels = reading.labels(data, Reading.floats(1, 1));
        assertThat(Arrays.copyOf(labels, 2)).containsExactly(Arrays.copyOfRange(labels, 2, 4));
    }

    private Vocabulary vocabulary() throws Exception {
        DataSource source = DataLocation.parse(data).source(d -> folder);
        return SampleReaders.standard().vocabulary(source).orElseThrow();
    }

    @Test
    void whatIsWrongIsNamed() throws Exception {
        Files.writeString(folder.resolve("said.txt"), "a\na\na\n");
        assertThat(reading.refusal("invalid-data", data, Reading.floats(1, 1)))
                .hasMessageContainingAll("2 samples", "3 in", "said.txt");
        Files.write(folder.resolve("said.txt"), new byte[] {'a', '\n', (byte) 0xff, '\n'});
        assertThat(reading.refusal("invalid-data", data, Reading.floats(1, 1)))
                .hasMessageContainingAll("said.txt", "UTF-8");
        Files.delete(folder.resolve("tokens.txt"));
        assertThat(reading.refusal("not-found", data, Reading.floats(1, 1))).hasMessageContaining("tokens.txt");
    }
}
