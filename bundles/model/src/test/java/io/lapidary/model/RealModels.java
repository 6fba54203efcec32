package io.lapidary.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.lapidary.testsupport.SharedFiles;

/** Published models, where the checkout has them. */
final class RealModels {
    private RealModels() {}

    static Path folder() {
        return SharedFiles.file("models");
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
