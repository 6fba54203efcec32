package io.lapidary.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Compares files of float32 outputs. */
final class Outputs {
    private Outputs() {}

    /**
     * @param tolerance share of the expected output's largest magnitude
     */
    static void requireClose(String subject, List<Path> expected, List<Path> found, double tolerance)
            throws IOException {
        assertThat(found).as("outputs of " + subject).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            FloatBuffer right = floats(expected.get(i));
            FloatBuffer seen = floats(found.get(i));
            assertThat(seen.limit())
                    .as("elements of output " + i + " of " + subject)
                    .isEqualTo(right.limit());
            float largest = 0;
            float error = 0;
            for (int k = 0; k < right.limit(); k++) {
                largest = Math.max(largest, Math.abs(right.get(k)));
                error = Math.max(error, Math.abs(right.get(k) - seen.get(k)));
            }
            assertThat((double) error)
                    .as("largest error of output " + i + " of " + subject)
                    .isLessThanOrEqualTo(tolerance * largest);
        }
    }

    private static FloatBuffer floats(Path file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
    }
}
