package io.lapidary.contract;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleArray;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.EngineLimits;
import io.lapidary.api.engine.InterpreterSession;
import io.lapidary.api.engine.Kernels;
import io.lapidary.api.engine.RunRequest;

/**
 * How near a classifier's first output is to the original's.
 *
 * @param agreement share of samples whose largest score is of the same class, 0 to 1
 * @param sqnrDb signal-to-quantization-noise ratio, 10 log10(signal / error), in dB
 */
public record Fidelity(double agreement, double sqnrDb) {
    private static final EngineLimits LIMITS = new EngineLimits(2L << 30, Duration.ofMinutes(5), 2);

    /**
     * @param samples for the first signature of both
     * @param folder for the outputs
     */
    public static Fidelity measure(Path original, Path candidate, SampleSet samples, Path folder)
            throws LapidaryException, IOException, InterruptedException {
        FloatBuffer reference = scores(original, samples, folder.resolve("original"));
        FloatBuffer scores = scores(candidate, samples, folder.resolve("candidate"));
        int classes = Math.toIntExact(reference.limit() / samples.count());
        int agreed = 0;
        double signal = 0;
        double error = 0;
        for (int sample = 0; sample < samples.count(); sample++) {
            int start = sample * classes;
            agreed += best(reference, start, classes) == best(scores, start, classes) ? 1 : 0;
            for (int i = start; i < start + classes; i++) {
                signal += Math.pow(reference.get(i), 2);
                error += Math.pow((double) reference.get(i) - scores.get(i), 2);
            }
        }
        return new Fidelity((double) agreed / samples.count(), 10 * Math.log10(signal / error));
    }

    private static FloatBuffer scores(Path model, SampleSet samples, Path folder)
            throws LapidaryException, IOException, InterruptedException {
        Files.createDirectories(folder);
        try (InterpreterSession session = SharedEngine.get().open(LIMITS)) {
            SampleArray output = session.run(new RunRequest(model, "", samples, true, Kernels.DEFAULT, folder))
                    .outputs()
                    .get(0);
            return ByteBuffer.wrap(Files.readAllBytes(output.file()))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer();
        }
    }

    private static int best(FloatBuffer scores, int start, int classes) {
        int best = start;
        for (int i = start + 1; i < start + classes; i++) {
            if (scores.get(i) > scores.get(best)) {
                best = i;
            }
        }
        return best - start;
    }
}
