package com.example.roundweights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.model.ModelFile;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.api.technique.ModelRole;
import io.lapidary.api.technique.TechniqueInput;
import io.lapidary.api.technique.TechniqueResult;
import io.lapidary.api.work.Finding;
import io.lapidary.contract.Subjects;
import io.lapidary.contract.TestContext;
import io.lapidary.model.Model;
import io.lapidary.model.Tensor;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.TfliteWriter;

/** What the contract test cannot know: that the technique does what it is for. */
class RoundWeightsTechniqueTest {
    @TempDir
    Path folder;

    private Path original;

    @BeforeEach
    void writeAModel() throws Exception {
        original = folder.resolve("classifier.tflite");
        TfliteWriter.write(Subjects.classifier(), original);
    }

    @Test
    void roundsEveryWeightAndNoBias() throws Exception {
        Model after = TfliteReader.read(apply(original, 7).candidates().get(0).model());
        Tensor filter = after.main().tensor("mixed/filter").orElseThrow();
        Tensor bias = after.main().tensor("mixed/bias").orElseThrow();

        var values = filter.data().asIntBuffer();
        assertThat(values.remaining()).isEqualTo(32 * 32);
        while (values.hasRemaining()) {
            assertThat(values.get() & 0xFFFF)
                    .as("the 16 lower bits of a weight")
                    .isZero();
        }
        assertThat(bias.data())
                .isEqualTo(TfliteReader.read(original)
                        .main()
                        .tensor("mixed/bias")
                        .orElseThrow()
                        .data());
    }

    @Test
    void makesTheFileZipSmallerAndNoLarger() throws Exception {
        Path rounded = apply(original, 7).candidates().get(0).model();
        assertThat(Files.size(rounded)).isEqualTo(Files.size(original));
        // Of a weight's 32 bits 16 are all alike now.
        assertThat(zipped(rounded)).isLessThan(zipped(original) * 7 / 10);
    }

    @Test
    void measuresWhatIsLost() throws Exception {
        var measures = apply(original, 7).candidates().get(0).measures();
        // An error spread evenly over a step of 2^-7: 10 log10(12 * 4^7 * E[m^2]), and the mean square of a mantissa is
        // about 2.
        assertThat(measures.get("weights_sqnr_db")).isBetween(53.0, 58.0);
        assertThat(measures.get("rounded_elements")).isEqualTo(27 * 32 + 9 * 32 + 32 * 32 + 320);
        assertThat(measures.get("changed_elements")).isGreaterThan(0.95 * measures.get("rounded_elements"));
    }

    @Test
    void saysWhenThereIsNothingToRound() throws Exception {
        Path once = apply(original, 7).candidates().get(0).model();
        TechniqueResult again = apply(once, 7);
        assertThat(again.findings()).extracting(Finding::code).containsExactly("nothing-changed");
        assertThat(again.candidates().get(0).measures()).doesNotContainKey("weights_sqnr_db");
        assertThat(again.candidates().get(0).model()).hasSameBinaryContentAs(once);
    }

    private TechniqueResult apply(Path model, int bits) throws Exception {
        var technique = new RoundWeightsTechnique();
        var parameters = Parameters.resolve(
                "round-weights", technique.descriptor().parameters(), Map.of("mantissa_bits", "" + bits));
        var input = new TechniqueInput(
                Map.of(ModelRole.SUBJECT, ModelFile.of(model)), Map.of(), parameters, Optional.empty());
        return technique.apply(input, TestContext.in(Files.createTempDirectory(folder, "work")));
    }

    private static int zipped(Path file) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var deflate = new DeflaterOutputStream(bytes)) {
            Files.copy(file, deflate);
        }
        return bytes.size();
    }
}
