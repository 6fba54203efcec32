package io.lapidary.dataset.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.DataFormat;
import io.lapidary.api.dataset.DataSource;
import io.lapidary.api.dataset.SampleReader;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.dataset.Vocabulary;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.dataset.DataOptions;
import io.lapidary.dataset.internal.source.DataErrors;

/** Reads sample after sample, converts it and writes it, so that one sample is in memory at a time. */
public final class StandardSampleReader implements SampleReader {
    private final FormatSelector formats;

    /** @param formats those there are now, asked for at each reading */
    public StandardSampleReader(Supplier<List<DataFormat>> formats) {
        this.formats = new FormatSelector(formats);
    }

    @Override
    public SampleSet read(DataSource source, List<TensorSpec> inputs, Path folder)
            throws LapidaryException, InterruptedException {
        return read(source, inputs, folder, Long.MAX_VALUE);
    }

    @Override
    public void check(DataSource source, List<TensorSpec> inputs, Path folder)
            throws LapidaryException, InterruptedException {
        read(source, inputs, folder, 1);
    }

    /** @param most how many samples at most */
    private SampleSet read(DataSource source, List<TensorSpec> inputs, Path folder, long most)
            throws LapidaryException, InterruptedException {
        DataOptions options = DataOptions.parse(source.options());
        try (LabelledSamples samples = LabelledSamples.open(source, options, inputs, formats)) {
            checkSlice(source.name(), options.slice(), samples.count());
            try (var writer = new SampleSetWriter(source.name(), samples, options, inputs, folder)) {
                copy(source.name(), options.slice(), most, samples, writer);
                return writer.finish();
            } catch (IOException e) {
                throw DataErrors.unwritable(folder.toString(), e);
            }
        }
    }

    @Override
    public Optional<Vocabulary> vocabulary(DataSource source) throws LapidaryException {
        Optional<String> tokens = DataOptions.parse(source.options()).tokens();
        return tokens.isPresent() ? Optional.of(VocabularyFile.read(source, tokens.get())) : Optional.empty();
    }

    private static void checkSlice(String data, DataOptions.Slice slice, Optional<Long> count)
            throws LapidaryException {
        if (count.isPresent() && (slice.from() >= count.get() || slice.to().orElse(count.get()) > count.get())) {
            throw beyond(data, slice, count.get());
        }
    }

    private static void copy(
            String data, DataOptions.Slice slice, long most, LabelledSamples samples, SampleSetWriter writer)
            throws IOException, LapidaryException, InterruptedException {
        samples.skip(slice.from());
        long index = slice.from();
        long end = slice.to().or(samples::count).orElse(Long.MAX_VALUE);
        while (index < end && index - slice.from() < most) {
            if (Thread.interrupted()) {
                throw new InterruptedException("reading " + data);
            }
            Optional<LabelledSamples.Row> row = samples.next(index);
            if (row.isEmpty()) {
                break;
            }
            writer.add(row.get(), index);
            index++;
        }
        boolean early = index - slice.from() < most && index < slice.to().orElse(index);
        if (index == slice.from() || early) {
            throw beyond(data, slice, index);
        }
    }

    private static LapidaryException beyond(String data, DataOptions.Slice slice, long count) {
        String text = slice.from() + ":" + slice.to().map(String::valueOf).orElse("");
        return count == 0
                ? DataErrors.invalid(data, "there are no samples", "Give at least one.")
                : DataErrors.option(
                        data,
                        "slice=" + text + " goes beyond its " + count + " samples",
                        "Take a part of 0:" + count + ".");
    }
}
