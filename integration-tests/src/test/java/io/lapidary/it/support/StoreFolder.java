package io.lapidary.it.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.lapidary.api.Digest;

/** The exam platform's store as files, whose times of change say when they were used. */
public final class StoreFolder {
    private StoreFolder() {}

    private static Path root() {
        return Path.of(System.getProperty(ExamPlatform.DATA), "store");
    }

    /** Where a memo lies. */
    public static Path memo(String key) {
        String hex = Digest.of(key).hex();
        return root().resolve("memos").resolve(hex.substring(0, 2)).resolve(hex.substring(2));
    }

    /** As if nobody had used anything of it for a time. */
    public static void ageBy(Duration time) throws IOException {
        for (String folder : List.of("objects", "bindings", "memos")) {
            try (Stream<Path> files = Files.walk(root().resolve(folder))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    var changed = Files.getLastModifiedTime(file).toInstant();
                    Files.setLastModifiedTime(file, FileTime.from(changed.minus(time)));
                }
            }
        }
    }
}
