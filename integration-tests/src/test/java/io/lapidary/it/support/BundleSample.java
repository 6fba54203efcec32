package io.lapidary.it.support;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.w3c.dom.Document;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;

/**
 * A sample of a plugin, built as its pom says: compiled against the jars of the distribution's repository alone, and made a bundle by bnd,
 * with the pom's own instructions. Its tests are compiled too; they run in the sample's own build.
 */
public final class BundleSample {
    private static final List<String> ANNOTATIONS = List.of("org.osgi.service.component.annotations.Component");

    private static final List<String> TEST_LIBRARIES = List.of(
            "org.junit.jupiter.api.Test",
            "org.junit.jupiter.params.ParameterizedTest",
            "org.apiguardian.api.API",
            "org.opentest4j.TestAbortedException",
            "org.assertj.core.api.Assertions");

    private BundleSample() {}

    /**
     * @param project the sample's folder
     * @param folder for what is made
     * @return the bundle
     */
    public static Path build(Path project, Path folder) throws Exception {
        Document pom = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(project.resolve("pom.xml").toFile());
        Path classes = Files.createDirectories(folder.resolve("classes"));
        var path = new ArrayList<>(published("lapidary-api", "lapidary-model"));
        path.addAll(Sources.jarsOf(ANNOTATIONS));
        Sources.compile(project.resolve("src/main/java"), path, classes);

        var testPath = new ArrayList<>(path);
        testPath.add(classes);
        testPath.addAll(published("lapidary-contract-tests"));
        testPath.addAll(Sources.jarsOf(TEST_LIBRARIES));
        Sources.compile(
                project.resolve("src/test/java"), testPath, Files.createDirectories(folder.resolve("test-classes")));

        Path jar = folder.resolve(text(pom, "artifactId") + ".jar");
        bundle(classes, path, pom, jar);
        return jar;
    }

    /** Moves it into a deploy folder, as an operator does. */
    public static void deploy(Path bundle, Path deployFolder) throws IOException {
        Files.move(bundle, deployFolder.resolve(bundle.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void bundle(Path classes, List<Path> classPath, Document pom, Path jar) throws Exception {
        var instructions = new Properties();
        instructions.load(new StringReader(text(pom, "bnd")));
        try (var builder = new Builder();
                var content = new Jar("classes", classes.toFile())) {
            builder.setProperty("Bundle-Version", text(pom, "version"));
            builder.addProperties(instructions);
            builder.setJar(content);
            for (Path library : classPath) {
                builder.addClasspath(library.toFile());
            }
            builder.build().write(jar.toFile());
            if (!builder.isOk()) {
                throw new AssertionError(pom.getDocumentURI() + ": " + builder.getErrors() + builder.getWarnings());
            }
        }
    }

    /** Of an element's first occurrence, which in these poms is the project's own. */
    private static String text(Document pom, String element) {
        return pom.getElementsByTagName(element).item(0).getTextContent().strip();
    }

    private static List<Path> published(String... artifacts) throws IOException {
        var jars = new ArrayList<Path>();
        for (String artifact : artifacts) {
            Path versions =
                    Distribution.home().resolve("repository/io/lapidary").resolve(artifact);
            try (Stream<Path> files = Files.walk(versions)) {
                jars.addAll(
                        files.filter(file -> file.toString().endsWith(".jar")).toList());
            }
        }
        return jars;
    }
}
