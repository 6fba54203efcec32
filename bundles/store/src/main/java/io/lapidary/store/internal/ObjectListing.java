package io.lapidary.store.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.lapidary.api.Digest;
import io.lapidary.api.store.StoredObject;

/** Walks the objects, shard by shard; what is put or taken meanwhile may be seen or not. */
final class ObjectListing {
    private static final Pattern SHARD = Pattern.compile("[0-9a-f]{" + StoreLayout.SHARD_DIGITS + "}");
    private static final Pattern REST = Pattern.compile("[0-9a-f]{" + (64 - StoreLayout.SHARD_DIGITS) + "}");

    private ObjectListing() {}

    static Stream<StoredObject> of(Path objects) throws IOException {
        return Files.list(objects)
                .filter(shard -> SHARD.matcher(shard.getFileName().toString()).matches())
                .flatMap(ObjectListing::files)
                .filter(file -> REST.matcher(file.getFileName().toString()).matches())
                .flatMap(ObjectListing::describe);
    }

    private static Stream<Path> files(Path shard) {
        try {
            return Files.list(shard);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<StoredObject> describe(Path file) {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            var digest = new Digest(
                    file.getParent().getFileName() + file.getFileName().toString());
            return Stream.of(new StoredObject(
                    digest, attributes.size(), attributes.lastModifiedTime().toInstant()));
        } catch (NoSuchFileException e) {
            return Stream.empty(); // taken since it was listed
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
