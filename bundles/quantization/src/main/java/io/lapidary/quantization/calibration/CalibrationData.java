package io.lapidary.quantization.calibration;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalLong;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleArray;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.StatisticsResult;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;

/** Whether samples are fit to calibrate with. */
final class CalibrationData {
    private static final int CHUNK = 1 << 16;

    private CalibrationData() {}

    /** @throws LapidaryException of code invalid-data if there are fewer samples than are needed */
    static void requireCount(SampleSet samples, long needed) throws LapidaryException {
        if (samples.count() == 0) {
            throw new LapidaryException(
                    ErrorCodes.INVALID_DATA, "The representative data holds no samples.", "Give some hundred.");
        }
        if (samples.count() < needed) {
            throw new LapidaryException(
                    ErrorCodes.INVALID_DATA,
                    "The representative data holds " + samples.count() + " samples, and min_samples=" + needed
                            + " are asked for.",
                    "Give more samples, or ask for fewer.");
        }
    }

    /**
     * @param result statistics of the graph's inputs among others
     * @throws LapidaryException of code invalid-data if an input holds what is not finite, or all inputs the same everywhere
     */
    static void requireSound(SampleSet samples, Subgraph graph, StatisticsResult result) throws LapidaryException {
        List<Tensor> inputs = graph.inputs();
        boolean varies = false;
        boolean seen = false;
        for (int i = 0; i < inputs.size(); i++) {
            var summary = result.tensors().get(inputs.get(i).name());
            if (summary == null) {
                varies = true;
            } else {
                if (summary.nonFinite() > 0) {
                    throw nonFinite(inputs.get(i), array(samples, inputs.get(i), i));
                }
                seen = true;
                varies |= summary.min() < summary.max();
            }
        }
        if (seen && !varies) {
            throw new LapidaryException(
                    ErrorCodes.INVALID_DATA,
                    "The representative data holds the same number everywhere: "
                            + result.tensors().get(inputs.get(0).name()).min() + " in all " + samples.count()
                            + " samples, first for the input '" + inputs.get(0).name() + "'.",
                    "Give samples as the model will meet them.");
        }
    }

    /** By name, or where names are a signature's by position. */
    private static SampleArray array(SampleSet samples, Tensor input, int position) {
        return samples.arrays().stream()
                .filter(array -> array.spec().name().equals(input.name()))
                .findFirst()
                .orElse(samples.arrays().get(Math.min(position, samples.arrays().size() - 1)));
    }

    private static LapidaryException nonFinite(Tensor input, SampleArray array) {
        String where = "";
        try {
            OptionalLong index = firstNonFinite(array);
            if (index.isPresent()) {
                long elements = array.spec().elements();
                where = ": sample " + index.getAsLong() / elements + ", element " + index.getAsLong() % elements
                        + ", counted from 0";
            }
        } catch (IOException e) {
            where = " (which could not be read again: " + e.getMessage() + ")";
        }
        return new LapidaryException(
                ErrorCodes.INVALID_DATA,
                "The representative data for '" + input.name() + "' holds a number that is NaN or infinite" + where
                        + ".",
                "Give finite samples.");
    }

    /** The position of the first element that is not finite; empty where the type has none such. */
    private static OptionalLong firstNonFinite(SampleArray array) throws IOException {
        if (array.spec().type() != ElementType.FLOAT32) {
            return OptionalLong.empty();
        }
        var chunk = ByteBuffer.allocate(4 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        try (var file = FileChannel.open(array.file(), StandardOpenOption.READ)) {
            long position = 0;
            while (file.read(chunk.clear()) > 0) {
                while (chunk.position() % 4 != 0 && file.read(chunk) > 0) {
                    // Until whole numbers are there.
                    continue;
                }
                chunk.flip();
                while (chunk.remaining() >= 4) {
                    if (!Float.isFinite(chunk.getFloat())) {
                        return OptionalLong.of(position);
                    }
                    position++;
                }
            }
        }
        return OptionalLong.empty();
    }
}
