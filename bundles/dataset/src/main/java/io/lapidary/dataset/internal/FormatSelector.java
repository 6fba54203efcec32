package io.lapidary.dataset.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.DataFormat;
import io.lapidary.api.dataset.DataSource;
import io.lapidary.api.dataset.SampleStream;
import io.lapidary.dataset.internal.source.DataErrors;

/** Finds the format that reads a source. */
final class FormatSelector {
    private final Supplier<List<DataFormat>> formats;

    FormatSelector(Supplier<List<DataFormat>> formats) {
        this.formats = formats;
    }

    SampleStream open(DataSource source) throws LapidaryException {
        List<DataFormat> known = formats.get();
        Optional<DataFormat> format = find(known, source);
        if (format.isEmpty()) {
            throw DataErrors.unsupported(
                    source.name(),
                    "no format reads it",
                    "Formats here are "
                            + known.stream().map(DataFormat::id).sorted().collect(Collectors.joining(", ")) + ".");
        }
        try {
            return format.get().open(source);
        } catch (RuntimeException e) {
            throw failed(format.get(), source, e);
        }
    }

    /** A format may come from a third party, and is not the reader that asks it. */
    private static LapidaryException failed(DataFormat format, DataSource source, RuntimeException e) {
        return new LapidaryException(
                ErrorCodes.PLUGIN_FAILED,
                "The data format '" + format.id() + "', asked to open " + source.name() + ", failed with " + e + ".",
                "This is a fault in the format: report it to its author.",
                e);
    }

    Optional<DataFormat> find(DataSource source) throws LapidaryException {
        return find(formats.get(), source);
    }

    private static Optional<DataFormat> find(List<DataFormat> formats, DataSource source) throws LapidaryException {
        checkThere(source);
        try {
            return formats.stream().filter(f -> f.accepts(source)).findFirst();
        } catch (UncheckedIOException e) {
            throw DataErrors.unreadable(source.name(), e.getCause());
        }
    }

    private static void checkThere(DataSource source) throws LapidaryException {
        Path path = source.path();
        try {
            if (!Files.exists(path)) {
                throw new NoSuchFileException(path.toString());
            }
            if (Files.isRegularFile(path) && Files.size(path) == 0) {
                throw DataErrors.invalid(source.name(), "the file is empty", "Give at least one sample.");
            }
        } catch (IOException e) {
            throw DataErrors.unreadable(source.name(), e);
        }
    }
}
