package io.lapidary.dataset.internal.image;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.lapidary.api.LapidaryException;
import io.lapidary.dataset.internal.source.DataErrors;

/** A folder with one sub folder per class; listed class by class, so that memory holds one class's names. */
final class FolderImages implements ImageCollection {
    private final String data;
    private final Path folder;
    private final List<String> classes;

    FolderImages(String data, Path folder) throws IOException {
        this.data = data;
        this.folder = folder;
        this.classes = names(folder, true).stream()
                .filter(name -> !ImageNames.isPassedOver(name))
                .toList();
    }

    private static List<String> names(Path folder, boolean folders) throws IOException {
        var names = new ArrayList<String>();
        try (var entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry) == folders) {
                    names.add(entry.getFileName().toString());
                }
            }
        }
        names.sort(Comparator.naturalOrder());
        return names;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public List<ImageEntry> images(int classIndex) throws IOException, LapidaryException {
        Path of = classes.isEmpty() ? folder : folder.resolve(classes.get(classIndex));
        String shown = classes.isEmpty() ? data : data + "/" + classes.get(classIndex);
        var images = new ArrayList<ImageEntry>();
        for (String name : names(of, false)) {
            if (ImageNames.isImage(name)) {
                images.add(new FileImage(shown + "/" + name, of.resolve(name)));
            } else if (!classes.isEmpty() && !ImageNames.isPassedOver(name)) {
                throw DataErrors.unsupported(
                        shown + "/" + name,
                        "it is no image",
                        "Folders of classes hold PNG, JPEG, BMP and GIF files only.");
            }
        }
        return images;
    }

    @Override
    public void close() {
        // nothing is held open between images
    }

    private record FileImage(String name, Path file) implements ImageEntry {
        @Override
        public long size() throws IOException {
            return Files.size(file);
        }

        @Override
        public InputStream open() throws IOException {
            return new FileInputStream(file.toFile());
        }
    }
}
