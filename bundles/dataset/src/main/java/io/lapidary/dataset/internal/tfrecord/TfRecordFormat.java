package io.lapidary.dataset.internal.tfrecord;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

import org.osgi.service.component.annotations.Component;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.DataFormat;
import io.lapidary.api.dataset.DataSource;
import io.lapidary.api.dataset.SampleStream;
import io.lapidary.dataset.DataOptions;
import io.lapidary.dataset.internal.source.DataErrors;
import io.lapidary.dataset.internal.source.Expansion;
import io.lapidary.dataset.internal.source.FirstBytes;

/** TensorFlow's TFRecord of tf.train.Example, plain or gzip. Known by the checksum of its first record's length, or by its name. */
@Component(service = DataFormat.class)
public final class TfRecordFormat implements DataFormat {
    private static final Pattern NAME = Pattern.compile(".*\\.tfrec(ords?)?(-\\d+-of-\\d+)?(\\.gz)?");

    @Override
    public String id() {
        return "tfrecord";
    }

    @Override
    public boolean accepts(DataSource source) {
        Path file = source.path();
        if (!Files.isRegularFile(file)) {
            return false;
        }
        byte[] first = FirstBytes.isGzip(file)
                ? FirstBytes.ofGzip(file, RecordReader.HEADER_BYTES)
                : FirstBytes.of(file, RecordReader.HEADER_BYTES);
        return RecordReader.isHeader(first)
                || NAME.matcher(source.name().toLowerCase(Locale.ROOT)).matches();
    }

    @Override
    public SampleStream open(DataSource source) throws LapidaryException {
        String data = source.name();
        try {
            var reader = new RecordReader(data, Expansion.open(source.path()));
            try {
                return new TfRecordStream(
                        data, reader, DataOptions.parse(source.options()).columns());
            } catch (IOException | LapidaryException e) {
                reader.close();
                throw e;
            }
        } catch (IOException e) {
            throw DataErrors.unreadable(data, e);
        }
    }
}
