package io.lapidary.evaluation.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.lapidary.api.Digest;
import io.lapidary.api.dataset.DataSource;
import io.lapidary.api.dataset.SampleArray;
import io.lapidary.api.dataset.SampleReader;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;

/** Gives rows that a test states, the same to every input. */
final class FakeReader implements SampleReader {
    private final List<float[]> rows;
    private final Optional<long[]> labels;
    List<TensorSpec> asked = List.of();

    FakeReader(List<float[]> rows, Optional<long[]> labels) {
        this.rows = rows;
        this.labels = labels;
    }

    @Override
    public SampleSet read(DataSource source, List<TensorSpec> inputs, Path folder) {
        asked = inputs;
        try {
            var arrays = new ArrayList<SampleArray>();
            for (TensorSpec input : inputs) {
                int size = input.shape().get(1);
                var bytes = ByteBuffer.allocate(4 * size * rows.size()).order(ByteOrder.LITTLE_ENDIAN);
                rows.forEach(row -> bytes.put(FakeSession.bytes(java.util.Arrays.copyOf(row, size))));
                Path file = Files.write(folder.resolve(input.name()), bytes.array());
                arrays.add(new SampleArray(new TensorSpec(input.name(), ElementType.FLOAT32, List.of(size)), file));
            }
            Optional<SampleArray> targets = Optional.empty();
            if (labels.isPresent()) {
                var bytes = ByteBuffer.allocate(8 * rows.size()).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asLongBuffer().put(labels.get());
                Path file = Files.write(folder.resolve("labels"), bytes.array());
                targets = Optional.of(new SampleArray(new TensorSpec("labels", ElementType.INT64, List.of()), file));
            }
            return new SampleSet(arrays, targets, rows.size(), Digest.of("rows"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
