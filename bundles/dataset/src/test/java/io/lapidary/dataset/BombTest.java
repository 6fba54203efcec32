package io.lapidary.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small files that would expand to more than a node's disk or memory should take. */
class BombTest {
    private static final int MIB = 1 << 20;
    private static final int EXPANDED = 80;

    @TempDir
    Path folder;

    private Reading reading;

    @BeforeEach
    void reading() {
        reading = new Reading(folder);
    }

    @Test
    void anArrayThatExpandsTooFarIsRefusedUnread() throws Exception {
        Path file = folder.resolve("bomb.npz");
        byte[] header = Npy.of("|u1", false, List.of(EXPANDED * MIB / 4, 4), new byte[0]);
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("x.npy"));
            zip.write(header);
            zeros(zip);
        }
        assertThat(reading.refusal("unsupported-data", file.toString(), Reading.floats(1, 4)))
                .hasMessageContainingAll("bomb.npz", "array x", "expands", "limit is 300 times");
    }

    @Test
    void aTableThatExpandsTooFarIsLeft() throws Exception {
        Path file = folder.resolve("bomb.csv.gz");
        try (var gzip = new GZIPOutputStream(Files.newOutputStream(file))) {
            byte[] rows = "1,2\n".repeat(MIB / 4).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < EXPANDED; i++) {
                gzip.write(rows);
            }
        }
        assertThat(reading.refusal("unsupported-data", file.toString(), Reading.floats(1, 2)))
                .hasMessageContainingAll("bomb.csv.gz", "300 times its size");
    }

    @Test
    void aRowOfTooManyCellsIsRefusedHoweverShortTheyAre() throws Exception {
        for (String cell : List.of("0,", ",")) {
            Path file = folder.resolve("wide.csv");
            Files.writeString(file, cell.repeat(300_000));
            assertThat(reading.refusal("unsupported-data", file.toString(), Reading.floats(1, 2)))
                    .hasMessageContainingAll("wide.csv", "line 1", "limit of 262144 cells");
        }
    }

    @Test
    void recordsThatExpandTooFarAreLeft() throws Exception {
        Path file = folder.resolve("bomb.tfrecord.gz");
        byte[] record = new TfRecords()
                .add(java.util.Map.of("x", TfRecords.string(new byte[MIB])))
                .bytes();
        try (var gzip = new GZIPOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < EXPANDED; i++) {
                gzip.write(record);
            }
        }
        assertThat(reading.refusal("unsupported-data", file.toString(), Reading.floats(1, MIB)))
                .hasMessageContainingAll("bomb.tfrecord.gz", "record 6", "300 times its size");
    }

    private static void zeros(OutputStream out) throws Exception {
        var buffered = new BufferedOutputStream(out);
        byte[] piece = new byte[MIB];
        for (int i = 0; i < EXPANDED; i++) {
            buffered.write(piece);
        }
        buffered.flush();
    }
}
