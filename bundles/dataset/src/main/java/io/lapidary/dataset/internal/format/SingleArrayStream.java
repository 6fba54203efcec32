package io.lapidary.dataset.internal.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleStream;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.dataset.internal.source.DataErrors;

/** The one array of a file, called x. */
final class SingleArrayStream implements SampleStream {
    static final String ARRAY = "x";

    private final String data;
    private final ArrayHeader header;
    private final ArrayData array;
    private final List<TensorSpec> specs;
    private long index;

    SingleArrayStream(String data, ArrayHeader header, ArrayData array) {
        this.data = data;
        this.header = header;
        this.array = array;
        this.specs = List.of(header.sampleSpec(ARRAY));
    }

    @Override
    public List<TensorSpec> arrays() {
        return specs;
    }

    @Override
    public Optional<String> labels() {
        return Optional.empty();
    }

    @Override
    public Optional<Long> count() {
        return Optional.of(header.count());
    }

    @Override
    public Optional<Map<String, ByteBuffer>> next() throws LapidaryException {
        if (index >= header.count()) {
            return Optional.empty();
        }
        try {
            ByteBuffer sample = array.next();
            index++;
            return Optional.of(Map.of(ARRAY, sample));
        } catch (IOException e) {
            throw DataErrors.unreadable(data + " (sample " + index + ")", e);
        }
    }

    @Override
    public void skip(long samples) throws LapidaryException {
        long possible = Math.min(samples, header.count() - index);
        try {
            array.skip(possible);
            index += possible;
        } catch (IOException e) {
            throw DataErrors.unreadable(data, e);
        }
    }

    @Override
    public void close() throws LapidaryException {
        try {
            array.close();
        } catch (IOException e) {
            throw DataErrors.unreadable(data, e);
        }
    }
}
