package io.lapidary.testsupport;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Assumptions;

/** Published models and data beside the checkout, where it has them; a test that asks for one is else skipped and says so. */
public final class SharedFiles {
    private static final Path FOLDER = Path.of(System.getProperty("lapidary.shared", "absent"));

    private SharedFiles() {}

    /**
     * A file or folder that is there.
     *
     * @param path from the folder of what is shared, as in {@code data/kws/labels.npy}
     */
    public static Path file(String path) {
        Path file = FOLDER.resolve(path);
        Assumptions.assumeTrue(Files.exists(file), () -> "there is no " + path + " beside this checkout");
        return file;
    }

    /** A model file that is there, as in {@code kws_float.tflite}. */
    public static Path model(String name) {
        return file("models/" + name);
    }
}
