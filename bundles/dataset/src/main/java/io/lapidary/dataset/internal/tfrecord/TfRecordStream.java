package io.lapidary.dataset.internal.tfrecord;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.NearestName;
import io.lapidary.api.dataset.SampleStream;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.dataset.DataOptions.Columns;
import io.lapidary.dataset.internal.image.DecodedImage;
import io.lapidary.dataset.internal.image.ImageDecoder;
import io.lapidary.dataset.internal.image.ImageEntry;
import io.lapidary.dataset.internal.source.DataErrors;

/** A sample per record. The first one says which features there are, of which type and length; encoded images are decoded. */
final class TfRecordStream implements SampleStream {
    private static final List<String> LABEL_NAMES = List.of("label", "y", "labels");
    private static final List<Integer> ANY_IMAGE = List.of(-1, -1, -1);

    private final String data;
    private final RecordReader reader;
    private final Map<String, TensorSpec> specs = new LinkedHashMap<>();
    private final Optional<String> label;
    private final List<TensorSpec> current = new ArrayList<>();
    private Optional<byte[]> ahead;
    private List<String> selected;

    TfRecordStream(String data, RecordReader reader, Columns columns) throws IOException, LapidaryException {
        this.data = data;
        this.reader = reader;
        ahead = reader.next();
        Map<String, Feature> first = parse(
                ahead.orElseThrow(() -> DataErrors.invalid(data, "there are no samples", "Give at least one record.")));
        label = label(columns, first);
        for (String name : columns.samples()) {
            require(first, name);
        }
        first.forEach((name, feature) -> {
            boolean sample = columns.samples().isEmpty() || columns.samples().contains(name);
            if (sample || label.filter(name::equals).isPresent()) {
                specs.put(
                        name,
                        feature.isImage() ? new TensorSpec(name, ElementType.UINT8, ANY_IMAGE) : feature.spec(name));
            }
        });
        selected = List.copyOf(specs.keySet());
    }

    private Optional<String> label(Columns columns, Map<String, Feature> first) throws LapidaryException {
        if (columns.labels().size() > 1) {
            throw DataErrors.option(data, "label names several features", "A record's label is one feature.");
        }
        for (String name : columns.labels()) {
            require(first, name);
            return Optional.of(name);
        }
        return LABEL_NAMES.stream()
                .filter(name -> first.containsKey(name) && !columns.samples().contains(name))
                .findFirst();
    }

    private void require(Map<String, Feature> features, String name) throws LapidaryException {
        if (!features.containsKey(name)) {
            throw DataErrors.option(
                    data, "the first record has no feature '" + name + "'", NearestName.hint(name, features.keySet()));
        }
    }

    private Map<String, Feature> parse(byte[] record) throws LapidaryException {
        try {
            return Examples.parse(record);
        } catch (IOException e) {
            throw DataErrors.invalid(
                    data,
                    reader.place() + " is no tf.train.Example (" + e.getMessage() + ")",
                    "Write records by tf.train.Example(...).SerializeToString().");
        }
    }

    @Override
    public List<TensorSpec> arrays() {
        return List.copyOf(specs.values());
    }

    @Override
    public Optional<String> labels() {
        return label;
    }

    @Override
    public boolean isFlat() {
        return true;
    }

    @Override
    public void select(Collection<String> names) {
        selected = List.copyOf(names);
    }

    /** Known to whoever has read all. */
    @Override
    public Optional<Long> count() {
        return Optional.empty();
    }

    @Override
    public List<TensorSpec> current() {
        return List.copyOf(current);
    }

    @Override
    public Optional<Map<String, ByteBuffer>> next() throws LapidaryException {
        Optional<byte[]> record = record();
        if (record.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Feature> features = parse(record.get());
        Map<String, ByteBuffer> sample = new LinkedHashMap<>();
        current.clear();
        for (String name : selected) {
            Feature feature = features.get(name);
            TensorSpec expected = specs.get(name);
            if (feature == null) {
                throw DataErrors.invalid(
                        data,
                        reader.place() + " has no feature '" + name + "' with one value or more",
                        "Give every record the features of the first.");
            }
            if (expected.shape().equals(ANY_IMAGE)) {
                sample.put(name, image(name, feature));
            } else {
                sample.put(name, numbers(expected, feature));
            }
        }
        return Optional.of(sample);
    }

    private ByteBuffer numbers(TensorSpec expected, Feature feature) throws LapidaryException {
        TensorSpec found = feature.spec(expected.name());
        if (!found.equals(expected)) {
            throw DataErrors.invalid(
                    data,
                    reader.place() + " has '" + found + "', expected is '" + expected + "' as in the first",
                    "All samples have features of one type and length.");
        }
        current.add(found);
        return feature.elements().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    private ByteBuffer image(String name, Feature feature) throws LapidaryException {
        byte[] encoded = new byte[feature.elements().remaining()];
        feature.elements().duplicate().get(encoded);
        DecodedImage image = ImageDecoder.decode(new Encoded(data + ", " + reader.place(), encoded));
        current.add(new TensorSpec(name, ElementType.UINT8, List.of(image.height(), image.width(), image.channels())));
        return ByteBuffer.wrap(image.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    }

    private record Encoded(String name, byte[] bytes) implements ImageEntry {
        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }
    }

    private Optional<byte[]> record() throws LapidaryException {
        if (ahead.isPresent()) {
            Optional<byte[]> record = ahead;
            ahead = Optional.empty();
            return record;
        }
        try {
            return reader.next();
        } catch (IOException e) {
            throw DataErrors.unreadable(data + ", " + reader.place(), e);
        }
    }

    @Override
    public void skip(long samples) throws LapidaryException {
        long left = samples;
        while (left > 0 && record().isPresent()) {
            left--;
        }
    }

    @Override
    public void close() throws LapidaryException {
        try {
            reader.close();
        } catch (IOException e) {
            throw DataErrors.unreadable(data, e);
        }
    }
}
