package io.lapidary.model;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Published models, where the checkout has them. */
final class RealModels {
    private RealModels() {}

    static Path folder() {
        var folder = Path.of(System.getProperty("lapidary.shared", "absent"), "models");
        assumeTrue(Files.isDirectory(folder), "skipped: the folder of real models is not there");
        return folder;
    }

    static Path file(String name) {
        return folder().resolve(name);
    }

    static List<Path> all() throws IOException {
        try (var files = Files.walk(folder())) {
            return files.filter(file -> file.toString().endsWith(".tflite"))
                    .sorted()
                    .toList();
        }
    }
}
