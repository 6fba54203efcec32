package io.lapidary.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.DataSource;
import io.lapidary.api.dataset.SampleArray;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;

/** Reads as a worker does, and gives what was written as numbers. */
final class Reading {
    private final Path folder;

    Reading(Path folder) {
        this.folder = folder;
    }

    static TensorSpec input(ElementType type, Integer... shape) {
        return new TensorSpec("input", type, List.of(shape));
    }

    static TensorSpec floats(Integer... shape) {
        return input(ElementType.FLOAT32, shape);
    }

    SampleSet read(String data, TensorSpec... inputs) throws Exception {
        return SampleReaders.standard().read(source(data), List.of(inputs), folder);
    }

    void check(String data, TensorSpec... inputs) throws Exception {
        SampleReaders.standard().check(source(data), List.of(inputs), folder);
    }

    private static DataSource source(String data) throws LapidaryException {
        return DataLocation.parse(data).source(digest -> {
            throw new AssertionError("nothing is in a store here");
        });
    }

    double[] values(String data, TensorSpec input) throws Exception {
        return values(read(data, input).arrays().get(0));
    }

    double[] labels(String data, TensorSpec input) throws Exception {
        return values(read(data, input).targets().orElseThrow());
    }

    /** All samples, one after the other. */
    static double[] values(SampleArray array) throws IOException {
        var values = new ArrayList<Double>();
        try (var reader = SampleArrayReader.open(array)) {
            for (long i = 0; i < reader.count(); i++) {
                ByteBuffer sample = reader.sample(i);
                while (sample.hasRemaining()) {
                    values.add(
                            switch (array.spec().type()) {
                                case FLOAT32 -> (double) sample.getFloat();
                                case INT8 -> (double) sample.get();
                                case UINT8, BOOL -> (double) (sample.get() & 0xff);
                                case INT16 -> (double) sample.getShort();
                                case INT32 -> (double) sample.getInt();
                                case INT64 -> (double) sample.getLong();
                                default -> throw new AssertionError(array.spec());
                            });
                }
            }
        }
        return values.stream().mapToDouble(d -> d).toArray();
    }

    /** Reads what must be refused. */
    LapidaryException refusal(String code, String data, TensorSpec... inputs) {
        Throwable thrown = catchThrowable(() -> read(data, inputs));
        assertThat(thrown).as(data).isInstanceOf(LapidaryException.class);
        var refusal = (LapidaryException) thrown;
        assertThat(refusal.code().id()).as(refusal.getMessage()).isEqualTo(code);
        assertThat(refusal.remedy()).isNotBlank();
        return refusal;
    }
}
