package io.lapidary.quantization.integer.mixed;

import java.nio.file.Path;
import java.util.Map;

/**
 * A model that was written with several precisions.
 *
 * @param file where it is
 * @param bytes of the file
 * @param islands operators that stayed float32 though integers were planned, with the reason
 * @param conversions QUANTIZE and DEQUANTIZE operators put between activations
 */
public record MixedResult(Path file, long bytes, Map<OperatorPlace, String> islands, int conversions) {
    public MixedResult {
        islands = Map.copyOf(islands);
    }
}
