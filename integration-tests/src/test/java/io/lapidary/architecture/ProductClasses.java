package io.lapidary.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;

/** Every class of Lapidary's own in the distribution, whichever bundles it holds: a new bundle is under the rules at once. */
final class ProductClasses {
    static final JavaClasses ALL = new ClassFileImporter().importJars(jars());

    private ProductClasses() {}

    /** The jar that a class is in, without its version; a class that was not imported is in none. */
    static String jarOf(JavaClass type) {
        return type.getSource()
                .map(source -> source.getUri()
                        .toString()
                        .replaceFirst("^.*/(lapidary-[a-z0-9-]+?)-[0-9]+\\.[0-9.]+\\.jar!.*$", "$1"))
                .orElse("");
    }

    private static List<JarFile> jars() {
        Path home = Path.of(System.getProperty("lapidary.it.distribution"));
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(file -> file.getFileName().toString().matches("lapidary-.*\\.jar"))
                    .filter(file -> !file.toString().contains("lapidary-kafka"))
                    .filter(ProductClasses::counts)
                    .map(ProductClasses::open)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the distribution is not built: " + home, e);
        }
    }

    private static JarFile open(Path jar) {
        try {
            return new JarFile(jar.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("not a jar: " + jar, e);
        }
    }

    /** The repository for third parties repeats bundles; of it, only the contract tests are not elsewhere. */
    private static boolean counts(Path jar) {
        return !jar.toString().contains("/repository/")
                || jar.getFileName().toString().contains("contract-tests");
    }
}
