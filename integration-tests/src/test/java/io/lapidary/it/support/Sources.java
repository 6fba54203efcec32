package io.lapidary.it.support;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

/** Compiles a sample's sources, as its own build would. */
final class Sources {
    private Sources() {}

    /** @param root below which every .java file is compiled */
    static void compile(Path root, List<Path> classPath, Path into) throws Exception {
        String path = classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        var words = new ArrayList<>(List.of("-proc:none", "-d", into.toString(), "-cp", path));
        try (Stream<Path> sources = Files.walk(root)) {
            sources.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(words::add);
        }
        int status =
                ToolProvider.getSystemJavaCompiler().run(null, System.out, System.err, words.toArray(String[]::new));
        if (status != 0) {
            throw new AssertionError(root + " does not compile");
        }
    }

    /** The jars that hold these classes. */
    static List<Path> jarsOf(List<String> types) throws Exception {
        var jars = new ArrayList<Path>();
        for (String type : types) {
            jars.add(Path.of(Class.forName(type)
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI()));
        }
        return jars;
    }
}
