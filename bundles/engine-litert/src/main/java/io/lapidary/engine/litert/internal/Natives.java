package io.lapidary.engine.litert.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;

/** The jars that this bundle carries: the interpreter's Java side, and its native libraries by platform. */
final class Natives {
    /** Where they lie within the bundle. */
    static final String FOLDER = "natives/";

    private static final Properties VERSIONS = versions();

    private Natives() {}

    /** As in {@code 2.21.0}. */
    static String tensorFlowVersion() {
        String artifact = VERSIONS.getProperty("tensorflow-lite");
        return artifact.substring(0, artifact.indexOf('-'));
    }

    /**
     * Writes the jars for this machine.
     *
     * @throws LapidaryException of code engine-unavailable if the bundle was built for other platforms
     */
    static List<Path> unpack(Path folder) throws IOException, LapidaryException {
        var files = new ArrayList<Path>();
        for (String artifact : List.of("javacpp", "tensorflow-lite")) {
            String name = artifact + "-" + VERSIONS.getProperty(artifact);
            files.add(unpack(name + ".jar", folder));
            files.add(unpack(name + "-" + platform() + ".jar", folder));
        }
        return files;
    }

    private static Path unpack(String name, Path folder) throws IOException, LapidaryException {
        try (InputStream in = Natives.class.getResourceAsStream("/" + FOLDER + name)) {
            if (in == null) {
                throw new LapidaryException(
                        ErrorCodes.ENGINE_UNAVAILABLE,
                        "The litert engine carries no " + name + ", which this machine (" + platform() + ") needs.",
                        "Build the distribution on such a machine, or with the Maven profile all-platforms.");
            }
            Path file = folder.resolve(name);
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        }
    }

    /** As the natives' publisher names it: {@code linux-x86_64}, {@code macosx-arm64} ... */
    static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String family = os.startsWith("mac") ? "macosx" : os.startsWith("windows") ? "windows" : "linux";
        return family + "-" + CpuClass.architecture();
    }

    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (var paths = Files.walk(folder)) {
            // A process that still ends may hold a file; the system's cleaning of its temporary folder gets that one.
            paths.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException | java.io.UncheckedIOException e) {
            folder.toFile().deleteOnExit();
        }
    }

    private static Properties versions() {
        try (InputStream in = Natives.class.getResourceAsStream("natives.properties")) {
            var properties = new Properties();
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
