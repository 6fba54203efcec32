package io.lapidary.dataset.internal.table;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.regex.Pattern;

import org.osgi.service.component.annotations.Component;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.DataFormat;
import io.lapidary.api.dataset.DataSource;
import io.lapidary.api.dataset.SampleStream;
import io.lapidary.dataset.DataOptions;
import io.lapidary.dataset.internal.source.DataErrors;

/** Comma-separated values (RFC 4180), UTF-8, a sample per row, plain or gzip. Known by its name. */
@Component(service = DataFormat.class)
public final class CsvFormat implements DataFormat {
    private static final Pattern NAME = Pattern.compile(".*\\.csv(\\.gz)?");

    @Override
    public String id() {
        return "csv";
    }

    @Override
    public boolean accepts(DataSource source) {
        return NAME.matcher(source.name().toLowerCase(Locale.ROOT)).matches() && Files.isRegularFile(source.path());
    }

    @Override
    public SampleStream open(DataSource source) throws LapidaryException {
        try {
            return CsvStream.open(
                    CsvSource.of(source, DataOptions.parse(source.options()).columns()));
        } catch (IOException e) {
            throw DataErrors.unreadable(source.name(), e);
        }
    }
}
