package io.lapidary.dataset.internal.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import io.lapidary.api.LapidaryException;
import io.lapidary.dataset.internal.source.DataErrors;
import io.lapidary.dataset.internal.source.WholeEntry;

/** A zip archive of class folders, as the command line makes of a folder. Entries are read where they are: no name becomes a path. */
final class ZipImages implements ImageCollection {
    private final ZipFile zip;
    private final List<String> classes;
    private final List<List<ImageEntry>> images = new ArrayList<>();

    ZipImages(String data, Path file) throws IOException, LapidaryException {
        zip = new ZipFile(file.toFile());
        try {
            SortedMap<String, List<ZipEntry>> byClass = new TreeMap<>();
            for (ZipEntry entry : zip.stream().toList()) {
                add(data, entry, byClass);
            }
            if (byClass.size() > 1 && byClass.containsKey("")) {
                throw DataErrors.invalid(
                        data,
                        "images lie both in class folders and beside them",
                        "Put each image into a class's folder.");
            }
            classes = byClass.containsKey("") ? List.of() : List.copyOf(byClass.keySet());
            for (List<ZipEntry> entries : byClass.values()) {
                entries.sort(Comparator.comparing(ZipEntry::getName));
                images.add(entries.stream()
                        .<ImageEntry>map(e -> new ZippedImage(data + "/" + e.getName(), zip, e))
                        .toList());
            }
        } catch (LapidaryException e) {
            zip.close();
            throw e;
        }
    }

    private static void add(String data, ZipEntry entry, SortedMap<String, List<ZipEntry>> byClass)
            throws LapidaryException {
        String path = entry.getName();
        String[] parts = path.split("/");
        for (String part : parts) {
            if (part.isEmpty() || part.equals("..") || part.equals(".") || path.indexOf('\\') >= 0) {
                throw DataErrors.invalid(
                        data,
                        "the archive has the entry '" + path + "'",
                        "Entries are named CLASS/FILE, without . and ...");
            }
        }
        String file = parts[parts.length - 1];
        if (entry.isDirectory() || ImageNames.isPassedOver(parts[0]) || ImageNames.isPassedOver(file)) {
            return;
        }
        if (parts.length > 2 || !ImageNames.isImage(file)) {
            throw DataErrors.unsupported(
                    data + "/" + path,
                    parts.length > 2 ? "it lies deeper than in a class's folder" : "it is no image",
                    "An archive of images holds CLASS/FILE, PNG, JPEG, BMP and GIF only.");
        }
        byClass.computeIfAbsent(parts.length == 1 ? "" : parts[0], c -> new ArrayList<>())
                .add(entry);
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public List<ImageEntry> images(int classIndex) {
        return images.isEmpty() ? List.of() : images.get(classIndex);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private record ZippedImage(String name, ZipFile zip, ZipEntry entry) implements ImageEntry {
        @Override
        public long size() {
            return entry.getSize();
        }

        @Override
        public InputStream open() throws IOException {
            return WholeEntry.open(zip, entry);
        }
    }
}
