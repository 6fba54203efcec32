package io.lapidary.technique.weightonly.internal;

import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.lapidary.contract.CorrectedBiases;

/** A correction of biases stays where weights get the bits that it was made for. */
class EarlierCorrectionsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "8, bits=8, true",
        "4, bits=8, false",
        "8, bits=4, false",
        "4, bits=4, true",
        "8, exclude=weights, false"
    })
    void whatWasMadeForOtherBitsIsTakenBack(int correctedFor, String given, boolean stays) throws Exception {
        CorrectedBiases.require(new WeightOnlyTechnique(), correctedFor, given, stays, folder);
    }
}
