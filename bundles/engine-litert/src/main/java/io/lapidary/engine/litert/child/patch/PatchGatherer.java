package io.lapidary.engine.litert.child.patch;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.PatchMomentsResult;
import io.lapidary.api.engine.PatchSource;
import io.lapidary.api.work.WriteFailures;
import io.lapidary.engine.litert.child.interpreter.Invocation;
import io.lapidary.engine.litert.child.interpreter.Tensor;

/** Takes patches of one tensor, spread over each sample's places, and sums up their moments. */
final class PatchGatherer {
    /** The golden ratio's fraction shifts the places from sample to sample, so that none is left out always. */
    private static final double SHIFT = 0.618033988749895;

    private final PatchSource source;
    private final int data;
    private final int output;
    private final int most;
    private final PatchSums sums;
    private final float[] window;
    private FloatBuffer values;

    /** @param data index of the tensor that is read, in its subgraph; likewise the output */
    PatchGatherer(PatchSource source, int data, int output, int mostPatches) {
        this.source = source;
        this.data = data;
        this.output = output;
        this.most = mostPatches;
        this.sums =
                new PatchSums(source.groups(), source.channels() / source.groups(), source.length(), source.block());
        this.window = new float[Math.multiplyExact(source.groups(), source.length())];
    }

    /** Takes a sample's patches. */
    void add(Invocation invocation, long sample) throws LapidaryException {
        Tensor read = invocation.tensor(data);
        if (!read.isFloat32()) {
            throw unfit(read, "is no float32");
        }
        if (!read.hasData()) {
            return;
        }
        values = read.buffer().asFloatBuffer();
        PatchPlaces places =
                PatchPlaces.of(source, read.shape(), invocation.tensor(output).shape());
        if (places.count() < 0) {
            throw unfit(read, "of shape " + read.shape() + " does not hold patches as asked for");
        }
        int taken = (int) Math.min(places.count(), most);
        double phase = sample * SHIFT % 1;
        for (int i = 0; i < taken; i++) {
            long place = taken == places.count() ? i : (long) ((i + phase) * places.count() / taken);
            fill(places, Math.min(place, places.count() - 1));
            sums.add(window);
        }
    }

    /** The window at a place, [kernel height, kernel width, channels]. */
    private void fill(PatchPlaces places, long place) {
        int channels = source.channels();
        for (int tap = 0; tap < source.kernelHeight() * source.kernelWidth(); tap++) {
            int from = places.element(place, tap / source.kernelWidth(), tap % source.kernelWidth());
            if (from < 0) {
                java.util.Arrays.fill(window, tap * channels, (tap + 1) * channels, 0);
            } else {
                values.get(from, window, tap * channels, channels);
            }
        }
    }

    private static LapidaryException unfit(Tensor tensor, String what) {
        return new LapidaryException(
                ErrorCodes.UNSUPPORTED_MODEL,
                "Tensor '" + tensor.name() + "' " + what + ".",
                "Leave the operator that reads it out.");
    }

    PatchMomentsResult.Gathered write(Path folder) throws LapidaryException {
        try {
            Path file = Files.createTempFile(folder, "moments-", ".raw");
            sums.write(file);
            return new PatchMomentsResult.Gathered(file, sums.count());
        } catch (IOException e) {
            throw WriteFailures.of(folder, e);
        }
    }
}
