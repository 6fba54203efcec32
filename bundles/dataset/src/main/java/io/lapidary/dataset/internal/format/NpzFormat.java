package io.lapidary.dataset.internal.format;

import java.io.IOException;
import java.util.Locale;
import java.util.zip.ZipFile;

import org.osgi.service.component.annotations.Component;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.DataFormat;
import io.lapidary.api.dataset.DataSource;
import io.lapidary.api.dataset.SampleStream;
import io.lapidary.dataset.internal.source.DataErrors;
import io.lapidary.dataset.internal.source.FirstBytes;

/** numpy's .npz: a zip archive of .npy arrays, stored or deflated; the array y, or labels, is the labels. */
@Component(service = DataFormat.class)
public final class NpzFormat implements DataFormat {
    @Override
    public String id() {
        return "npz";
    }

    @Override
    public boolean accepts(DataSource source) {
        if (!FirstBytes.isZip(source.path())) {
            return false;
        }
        if (source.name().toLowerCase(Locale.ROOT).endsWith(".npz")) {
            return true;
        }
        try (var zip = new ZipFile(source.path().toFile())) {
            return zip.stream().anyMatch(entry -> entry.getName().endsWith(NpyFormat.SUFFIX));
        } catch (IOException e) {
            return false; // a damaged archive: whoever goes by its name tells what is wrong
        }
    }

    @Override
    public SampleStream open(DataSource source) throws LapidaryException {
        try {
            return NpzStream.open(source.name(), source.path());
        } catch (IOException e) {
            throw DataErrors.unreadable(source.name(), e);
        }
    }
}
