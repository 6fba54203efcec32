package io.lapidary.dataset.internal.format;

import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Locale;

import org.osgi.service.component.annotations.Component;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.DataFormat;
import io.lapidary.api.dataset.DataSource;
import io.lapidary.api.dataset.SampleStream;
import io.lapidary.dataset.internal.source.DataErrors;
import io.lapidary.dataset.internal.source.FirstBytes;

/** numpy's .npy: one array, whose first dimension counts the samples. */
@Component(service = DataFormat.class)
public final class NpyFormat implements DataFormat {
    static final String SUFFIX = ".npy";

    @Override
    public String id() {
        return "npy";
    }

    @Override
    public boolean accepts(DataSource source) {
        return Arrays.equals(FirstBytes.of(source.path(), NpyHeader.MAGIC.length), NpyHeader.MAGIC)
                || Files.isRegularFile(source.path())
                        && source.name().toLowerCase(Locale.ROOT).endsWith(SUFFIX);
    }

    @Override
    public SampleStream open(DataSource source) throws LapidaryException {
        String data = source.name();
        try {
            InputStream in =
                    new BufferedInputStream(new FileInputStream(source.path().toFile()), 1 << 16);
            try {
                ArrayHeader header = NpyHeader.read(data, in);
                header.checkFits(data, Files.size(source.path()));
                if (!header.fortran()) {
                    return new SingleArrayStream(data, header, new StreamedArray(header, in));
                }
                in.close();
                return new SingleArrayStream(data, header, new FortranArray(header, source.path()));
            } catch (IOException | LapidaryException e) {
                in.close();
                throw e;
            }
        } catch (IOException e) {
            throw DataErrors.unreadable(data, e);
        }
    }
}
