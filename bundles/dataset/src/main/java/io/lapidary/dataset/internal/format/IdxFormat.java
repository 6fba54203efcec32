package io.lapidary.dataset.internal.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.osgi.service.component.annotations.Component;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.DataFormat;
import io.lapidary.api.dataset.DataSource;
import io.lapidary.api.dataset.SampleStream;
import io.lapidary.dataset.internal.source.DataErrors;
import io.lapidary.dataset.internal.source.Expansion;
import io.lapidary.dataset.internal.source.FirstBytes;

/** IDX, the format of MNIST, plain or gzip. */
@Component(service = DataFormat.class)
public final class IdxFormat implements DataFormat {
    /** No byte of a deflate stream stands for more than 1,032 bytes. */
    private static final long LARGEST_EXPANSION = 1032;

    @Override
    public String id() {
        return "idx";
    }

    @Override
    public boolean accepts(DataSource source) {
        Path file = source.path();
        return IdxHeader.isMagic(
                FirstBytes.isGzip(file)
                        ? FirstBytes.ofGzip(file, IdxHeader.MAGIC_BYTES)
                        : FirstBytes.of(file, IdxHeader.MAGIC_BYTES));
    }

    @Override
    public SampleStream open(DataSource source) throws LapidaryException {
        String data = source.name();
        Path file = source.path();
        try {
            boolean gzip = FirstBytes.isGzip(file);
            InputStream in = Expansion.open(file);
            try {
                ArrayHeader header = IdxHeader.read(data, in);
                long size = Files.size(file);
                header.checkFits(data, gzip ? Math.multiplyExact(size, LARGEST_EXPANSION) : size);
                return new SingleArrayStream(data, header, new StreamedArray(header, in));
            } catch (IOException | LapidaryException e) {
                in.close();
                throw e;
            }
        } catch (IOException e) {
            throw DataErrors.unreadable(data, e);
        }
    }
}
