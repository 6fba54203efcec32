package io.lapidary.dataset.internal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.DataSource;
import io.lapidary.api.dataset.SampleStream;
import io.lapidary.api.dataset.Vocabulary;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.dataset.DataOptions;
import io.lapidary.dataset.internal.source.DataErrors;

/** Samples and their labels, from one source or two, in step. */
final class LabelledSamples implements AutoCloseable {
    /** @param label empty if the data is not labelled */
    record Row(Map<String, ByteBuffer> arrays, List<TensorSpec> specs, Optional<ByteBuffer> label) {}

    private final String name;
    private final SampleStream samples;
    private final List<TensorSpec> bound;
    private final Optional<TensorSpec> ownLabels;
    private final Optional<LabelFile> labelFile;

    private LabelledSamples(
            String name,
            SampleStream samples,
            List<TensorSpec> bound,
            Optional<TensorSpec> ownLabels,
            Optional<LabelFile> labelFile) {
        this.name = name;
        this.samples = samples;
        this.bound = bound;
        this.ownLabels = ownLabels;
        this.labelFile = labelFile;
    }

    static LabelledSamples open(DataSource source, DataOptions options, List<TensorSpec> inputs, FormatSelector formats)
            throws LapidaryException {
        SampleStream samples = formats.open(source);
        Optional<LabelFile> file = Optional.empty();
        try {
            List<TensorSpec> bound = InputBinding.bind(source.name(), inputs, samples.arrays(), samples.labels());
            Optional<TensorSpec> own = options.labels().isPresent()
                    ? Optional.empty()
                    : samples.arrays().stream()
                            .filter(a -> samples.labels().map(a.name()::equals).orElse(false))
                            .filter(a -> !bound.contains(a))
                            .findFirst();
            var selected = new ArrayList<>(bound.stream().map(TensorSpec::name).toList());
            own.ifPresent(a -> selected.add(a.name()));
            samples.select(selected);
            if (options.labels().isPresent()) {
                Optional<Vocabulary> vocabulary = options.tokens().isPresent()
                        ? Optional.of(
                                VocabularyFile.read(source, options.tokens().get()))
                        : Optional.empty();
                file = Optional.of(LabelFile.open(source, options.labels().get(), vocabulary, formats));
            }
            var labelled = new LabelledSamples(source.name(), samples, bound, own, file);
            labelled.checkCounts();
            return labelled;
        } catch (LapidaryException | RuntimeException e) {
            samples.close();
            if (file.isPresent()) {
                file.get().stream().close();
            }
            throw e;
        }
    }

    private void checkCounts() throws LapidaryException {
        Optional<Long> labels = labelFile.flatMap(f -> f.stream().count());
        if (labels.isPresent() && samples.count().isPresent() && !labels.equals(samples.count())) {
            throw DataErrors.invalid(
                    name,
                    "there are " + samples.count().get() + " samples, but " + labels.get() + " in "
                            + labelFile.get().name(),
                    "There must be one label per sample.");
        }
    }

    /** One array per input, in the inputs' order. */
    List<TensorSpec> bound() {
        return bound;
    }

    /** One label as it is stored. */
    Optional<TensorSpec> label() {
        return ownLabels.or(() -> labelFile.map(LabelFile::array));
    }

    /** What to call the labels in messages. */
    String labelName() {
        return labelFile.map(LabelFile::name).orElse(name);
    }

    /** Whether samples have no shape of their own. */
    boolean isFlat() {
        return samples.isFlat();
    }

    Optional<Long> count() {
        return samples.count();
    }

    void skip(long count) throws LapidaryException {
        samples.skip(count);
        if (labelFile.isPresent()) {
            labelFile.get().stream().skip(count);
        }
    }

    /** The next sample; {@code index} is for messages. */
    Optional<Row> next(long index) throws LapidaryException {
        Optional<Map<String, ByteBuffer>> sample = samples.next();
        Optional<Map<String, ByteBuffer>> label = Optional.empty();
        if (labelFile.isPresent()) {
            label = labelFile.get().stream().next();
            if (label.isPresent() != sample.isPresent()) {
                throw DataErrors.invalid(
                        name,
                        (sample.isPresent() ? "there is no label" : "there is a label but no sample") + " at " + index
                                + " in " + labelName(),
                        "There must be one label per sample.");
            }
        }
        if (sample.isEmpty()) {
            return Optional.empty();
        }
        Map<String, ByteBuffer> arrays = sample.get();
        Map<String, ByteBuffer> labels = label.orElse(arrays);
        return Optional.of(new Row(arrays, samples.current(), label().map(l -> labels.get(l.name()))));
    }

    @Override
    public void close() throws LapidaryException {
        try (samples) {
            if (labelFile.isPresent()) {
                labelFile.get().stream().close();
            }
        }
    }
}
