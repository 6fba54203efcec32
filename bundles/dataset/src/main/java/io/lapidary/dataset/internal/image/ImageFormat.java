package io.lapidary.dataset.internal.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;

import org.osgi.service.component.annotations.Component;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.DataFormat;
import io.lapidary.api.dataset.DataSource;
import io.lapidary.api.dataset.SampleStream;
import io.lapidary.dataset.internal.source.DataErrors;

/** A folder, or a zip archive, with a sub folder of images per class; sorted by name, the first is class 0. */
@Component(service = DataFormat.class)
public final class ImageFormat implements DataFormat {
    @Override
    public String id() {
        return "images";
    }

    @Override
    public boolean accepts(DataSource source) {
        if (Files.isDirectory(source.path())) {
            return true;
        }
        if (!Files.isRegularFile(source.path())) {
            return false;
        }
        try (var zip = new ZipFile(source.path().toFile())) {
            return zip.stream().anyMatch(entry -> ImageNames.isImage(fileName(entry.getName())));
        } catch (IOException e) {
            return false; // no archive, or a damaged one
        }
    }

    private static String fileName(String entry) {
        return entry.substring(entry.lastIndexOf('/') + 1);
    }

    @Override
    public SampleStream open(DataSource source) throws LapidaryException {
        String data = source.name();
        Path path = source.path();
        try {
            ImageCollection images = Files.isDirectory(path) ? new FolderImages(data, path) : new ZipImages(data, path);
            try {
                return new ImageStream(data, images);
            } catch (IOException | LapidaryException e) {
                images.close();
                throw e;
            }
        } catch (IOException e) {
            throw DataErrors.unreadable(data, e);
        }
    }
}
