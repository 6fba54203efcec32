package io.lapidary.evaluation.internal.sample;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.lapidary.api.dataset.SampleArray;

/** Several arrays of the same samples, read in step. */
public final class SampleFiles implements AutoCloseable {
    private final List<SampleFile> files = new ArrayList<>();

    public SampleFiles(List<SampleArray> arrays) throws IOException {
        try {
            for (SampleArray array : arrays) {
                files.add(new SampleFile(array));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** The next sample of each array, read-only, valid until the next call. */
    public List<ByteBuffer> next() throws IOException {
        var sample = new ArrayList<ByteBuffer>(files.size());
        for (SampleFile file : files) {
            sample.add(file.next());
        }
        return sample;
    }

    @Override
    public void close() throws IOException {
        for (SampleFile file : files) {
            file.close();
        }
    }
}
