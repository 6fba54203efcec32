package io.lapidary.technique.dynamicrange.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.lapidary.contract.Fidelity;
import io.lapidary.testsupport.KeywordSamples;
import io.lapidary.testsupport.SharedFiles;

/** Sizes and fidelity on real models. */
class RealModelsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        // The converter's files have 46,104 and 3,732,656 bytes, ai-edge-quantizer's 40,496 and 3,727,200.
        "kws_float, all_weights, false, 38200",
        "kws_float, min_stored, 256, 36200",
        "kws_float, all_weights, true, 35700",
        "mobilenetv2_random, all_weights, false, 3688100",
        "mobilenetv2_random, all_weights, true, 3682600"
    })
    void filesAreSmall(String model, String parameter, String value, long bytes) throws Exception {
        Path before = SharedFiles.model(model + ".tflite");
        var converted = Converted.of(before, folder, Map.of(parameter, value));
        assertThat(Files.size(converted.after())).isLessThanOrEqualTo(bytes);
    }

    @ParameterizedTest
    // On this interpreter the peers' own files come to .9933 and .9900, on TensorFlow 2.18 both sides to .9944 and
    // .9911.
    @CsvSource({"false, .9932, 32.1", "true, .9899, 31.7"})
    void keywordsAreToldApartAsBefore(String allWeights, double agreement, double sqnrDb) throws Exception {
        Path before = SharedFiles.model("kws_float.tflite");
        var converted = Converted.of(before, folder, Map.of("all_weights", allWeights));
        var fidelity = Fidelity.measure(before, converted.after(), KeywordSamples.scored(folder, "input_1"), folder);
        assertThat(fidelity.agreement()).isGreaterThanOrEqualTo(agreement);
        assertThat(fidelity.sqnrDb()).isGreaterThanOrEqualTo(sqnrDb);
    }
}
