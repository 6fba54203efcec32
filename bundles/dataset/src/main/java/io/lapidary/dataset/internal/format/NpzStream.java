package io.lapidary.dataset.internal.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleStream;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.dataset.internal.source.DataErrors;

/** The arrays of an archive, side by side. Only those selected are expanded, each by a stream of its own. */
final class NpzStream implements SampleStream {
    private static final int MOST_ENTRIES = 10_000;
    private static final String SAMPLES = "x";

    private final String data;
    private final ZipFile zip;
    private final SortedMap<String, NpzArray> arrays;
    private final List<TensorSpec> specs;
    private final Map<String, ArrayData> open = new LinkedHashMap<>();
    private List<String> selected;
    private long index;

    private NpzStream(String data, ZipFile zip, SortedMap<String, NpzArray> arrays) {
        this.data = data;
        this.zip = zip;
        this.arrays = arrays;
        this.specs = arrays.values().stream().map(NpzArray::spec).toList();
        this.selected = List.copyOf(arrays.keySet());
    }

    static NpzStream open(String data, Path file) throws IOException, LapidaryException {
        var zip = new ZipFile(file.toFile());
        try {
            if (zip.size() > MOST_ENTRIES) {
                throw DataErrors.unsupported(
                        data, "the archive has " + zip.size() + " entries, the limit is " + MOST_ENTRIES, "Split it.");
            }
            return new NpzStream(data, zip, arraysOf(data, zip));
        } catch (IOException | LapidaryException e) {
            zip.close();
            throw e;
        }
    }

    private static SortedMap<String, NpzArray> arraysOf(String data, ZipFile zip)
            throws IOException, LapidaryException {
        var arrays = new TreeMap<String, NpzArray>();
        var notSamples = new ArrayList<LapidaryException>();
        for (ZipEntry entry : zip.stream().toList()) {
            if (!entry.getName().endsWith(NpyFormat.SUFFIX)) {
                continue;
            }
            try {
                var array = NpzArray.of(data, zip, entry);
                arrays.put(array.name(), array);
            } catch (LapidaryException e) {
                if (entry.getName().equals(SAMPLES + NpyFormat.SUFFIX)) {
                    throw e;
                }
                notSamples.add(e); // a scalar or text beside the samples does no harm, unless there is nothing else
            }
        }
        if (arrays.isEmpty()) {
            throw notSamples.isEmpty()
                    ? DataErrors.invalid(
                            data, "the archive has no arrays", "Write it by numpy.savez(file, x=..., y=...).")
                    : notSamples.get(0);
        }
        return arrays;
    }

    @Override
    public List<TensorSpec> arrays() {
        return specs;
    }

    @Override
    public Optional<String> labels() {
        return Stream.of("y", "labels").filter(arrays::containsKey).findFirst();
    }

    @Override
    public void select(Collection<String> names) throws LapidaryException {
        selected = List.copyOf(names);
        for (String name : selected) {
            NpzArray first = arrays.get(selected.get(0));
            NpzArray array = arrays.get(name);
            if (array.count() != first.count()) {
                throw DataErrors.invalid(
                        data,
                        "array " + first.name() + " has " + first.count() + " samples, array " + name + " has "
                                + array.count(),
                        "All must have as many.");
            }
        }
    }

    @Override
    public Optional<Long> count() {
        var counts = selected.stream()
                .map(name -> arrays.get(name).count())
                .distinct()
                .toList();
        return counts.size() == 1 ? Optional.of(counts.get(0)) : Optional.empty();
    }

    @Override
    public Optional<Map<String, ByteBuffer>> next() throws LapidaryException {
        Map<String, ByteBuffer> sample = new LinkedHashMap<>();
        for (String name : selected) {
            if (index < arrays.get(name).count()) {
                try {
                    sample.put(name, opened(name).next());
                } catch (IOException e) {
                    throw DataErrors.unreadable(data + " (array " + name + ", sample " + index + ")", e);
                }
            }
        }
        index++;
        return Optional.of(sample).filter(s -> !s.isEmpty());
    }

    private ArrayData opened(String name) throws IOException, LapidaryException {
        ArrayData array = open.get(name);
        if (array == null) {
            array = arrays.get(name).open(zip);
            open.put(name, array);
        }
        return array;
    }

    @Override
    public void skip(long samples) throws LapidaryException {
        for (String name : selected) {
            long possible = Math.max(0, Math.min(samples, arrays.get(name).count() - index));
            try {
                opened(name).skip(possible);
            } catch (IOException e) {
                throw DataErrors.unreadable(data + " (array " + name + ")", e);
            }
        }
        index += samples;
    }

    @Override
    public void close() throws LapidaryException {
        try (zip) {
            for (ArrayData array : open.values()) {
                array.close();
            }
        } catch (IOException e) {
            throw DataErrors.unreadable(data, e);
        }
    }
}
