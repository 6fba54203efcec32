package io.lapidary.dataset.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.DataFormat;
import io.lapidary.api.dataset.DataSource;
import io.lapidary.api.dataset.SampleStream;
import io.lapidary.api.dataset.Vocabulary;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.dataset.internal.format.LabelText;
import io.lapidary.dataset.internal.format.TranscriptText;
import io.lapidary.dataset.internal.source.DataErrors;

/**
 * Labels in a file of their own.
 *
 * @param name what to call it in messages
 * @param array which of its arrays
 */
record LabelFile(String name, SampleStream stream, TensorSpec array) {
    /** Opens what the option {@code labels} names: absolute, or relative to the data's folder. */
    static LabelFile open(DataSource data, String labels, Optional<Vocabulary> vocabulary, FormatSelector formats)
            throws LapidaryException {
        Path file = Beside.of(data.path(), labels);
        var source = new DataSource(file.getFileName().toString(), file, Map.of());
        if (Files.isDirectory(file)) {
            throw DataErrors.unsupported(source.name(), "it is a folder", "Labels are a file.");
        }
        Optional<DataFormat> format = formats.find(source);
        SampleStream stream = format.isPresent() ? format.get().open(source) : text(source, vocabulary);
        try {
            TensorSpec array = arrayOf(source.name(), stream);
            stream.select(List.of(array.name()));
            return new LabelFile(source.name(), stream, array);
        } catch (LapidaryException e) {
            stream.close();
            throw e;
        }
    }

    private static SampleStream text(DataSource source, Optional<Vocabulary> vocabulary) throws LapidaryException {
        return vocabulary.isPresent()
                ? TranscriptText.open(source.name(), source.path(), vocabulary.get())
                : LabelText.open(source.name(), source.path());
    }

    private static TensorSpec arrayOf(String name, SampleStream stream) throws LapidaryException {
        List<TensorSpec> arrays = stream.arrays();
        Optional<String> labels = stream.labels();
        return arrays.stream()
                .filter(a -> arrays.size() == 1 || labels.map(a.name()::equals).orElse(false))
                .findFirst()
                .orElseThrow(() -> DataErrors.invalid(
                        name, "which of its arrays are the labels is not clear", "Name one of them y."));
    }
}
