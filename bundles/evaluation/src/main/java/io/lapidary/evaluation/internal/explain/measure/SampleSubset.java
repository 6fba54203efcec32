package io.lapidary.evaluation.internal.explain.measure;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Optional;

import io.lapidary.api.dataset.SampleArray;
import io.lapidary.api.dataset.SampleSet;

/** Some of the samples, evenly spread: data is often sorted by class. */
public final class SampleSubset {
    private SampleSubset() {}

    /** The samples themselves where there are no more than asked for. */
    public static SampleSet of(SampleSet samples, long most, Path folder) throws IOException {
        if (samples.count() <= most) {
            return samples;
        }
        var arrays = new ArrayList<SampleArray>();
        for (SampleArray array : samples.arrays()) {
            arrays.add(copy(array, samples.count(), most, folder.resolve("part" + most + "-" + arrays.size())));
        }
        Optional<SampleArray> targets = Optional.empty();
        if (samples.targets().isPresent()) {
            targets = Optional.of(
                    copy(samples.targets().get(), samples.count(), most, folder.resolve("part" + most + "-targets")));
        }
        return new SampleSet(arrays, targets, most, samples.digest());
    }

    private static SampleArray copy(SampleArray array, long count, long most, Path file) throws IOException {
        long bytes = array.sampleBytes();
        try (var in = FileChannel.open(array.file(), StandardOpenOption.READ);
                var out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long i = 0; i < most; i++) {
                long from = i * count / most * bytes;
                long done = 0;
                while (done < bytes) {
                    long moved = in.transferTo(from + done, bytes - done, out);
                    if (moved == 0) {
                        throw new EOFException("the array '" + array.spec() + "' ends at byte " + (from + done));
                    }
                    done += moved;
                }
            }
        }
        return new SampleArray(array.spec(), file);
    }
}
