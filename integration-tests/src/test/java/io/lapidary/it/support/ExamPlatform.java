package io.lapidary.it.support;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.cleanCaches;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.frameworkStartLevel;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;
import static org.ops4j.pax.exam.CoreOptions.vmOptions;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.ops4j.pax.exam.Option;

/** The product as Pax Exam starts it: the same bundles in the same order, with the same settings. */
public final class ExamPlatform {
    /** System properties of the container. */
    public static final String DATA = "lapidary.it.data";

    public static final String DEPLOY = "lapidary.it.deploy";

    private static final int LAST_LEVEL = 50;

    /** Pax Exam's bundles follow those of logging, which would else be initialized before they are complete. */
    private static final int LOGGING_LEVEL = 1;

    /** What Pax Exam decides itself. */
    private static final Set<String> NOT_OURS =
            Set.of("org.osgi.framework.startlevel.beginning", "org.osgi.framework.storage.clean");

    private ExamPlatform() {}

    /**
     * @param folder for all that the platform writes
     * @param servers of the broker
     */
    public static Option[] options(Path folder, String servers) throws IOException {
        Path home = Distribution.home();
        Path data = Files.createDirectories(folder.resolve("data"));
        Path deploy = Files.createDirectories(folder.resolve("deploy"));
        var options = new ArrayList<Option>(bundles(home));
        var framework = new TreeMap<String, String>();
        properties(home.resolve("conf/framework.properties"))
                .forEach((name, value) -> framework.put(name.toString(), value.toString()));
        framework.keySet().removeAll(NOT_OURS);
        framework.put("lapidary.home", home.toString());
        framework.put("lapidary.data", data.toString());
        framework.put("lapidary.node.id", "exam");
        framework.put("lapidary.configs", configs(home, folder).toString());
        framework.put("lapidary.deploy", deploy.toString());
        framework.forEach((name, value) -> options.add(frameworkProperty(name).value(value)));

        var system = new TreeMap<String, String>();
        properties(home.resolve("conf/system.properties"))
                .forEach((name, value) -> system.put(name.toString(), value.toString()));
        system.put("lapidary.bootstrap.servers", servers);
        system.put("lapidary.node.id", "exam");
        system.put("lapidary.log.file", data.resolve("node.log").toString());
        system.put("logback.configurationFile", home.resolve("conf/logback.xml").toString());
        system.put("lapidary.home", home.toString());
        system.put("pax.exam.invoker", "junit");
        system.put(DATA, data.toString());
        system.put(DEPLOY, deploy.toString());
        for (String own : List.of(Distribution.HOME, Distribution.WORK, "lapidary.shared")) {
            system.put(own, System.getProperty(own, ""));
        }
        system.forEach((name, value) -> options.add(systemProperty(name).value(value)));
        options.addAll(
                List.of(vmOptions("-Xmx256m", "-XX:+UseSerialGC"), frameworkStartLevel(LAST_LEVEL), cleanCaches(true)));
        return options.toArray(Option[]::new);
    }

    /** A copy of the distribution's, for a test to change. */
    private static Path configs(Path home, Path folder) throws IOException {
        Path configs = Files.createDirectories(folder.resolve("configs"));
        try (Stream<Path> files = Files.list(home.resolve("configs"))) {
            for (Path file : files.toList()) {
                Files.copy(file, configs.resolve(file.getFileName()));
            }
        }
        return configs;
    }

    private static List<Option> bundles(Path home) throws IOException {
        var bundles = new ArrayList<Option>();
        List<Path> levels;
        try (Stream<Path> folders = Files.list(home.resolve("system"))) {
            levels = folders.sorted().toList();
        }
        for (Path folder : levels) {
            int level = Integer.parseInt(folder.getFileName().toString());
            Distribution.jars(folder).forEach(jar -> bundles.add(at(level, jar)));
            if (level == LOGGING_LEVEL) {
                Distribution.examBundles().forEach(jar -> bundles.add(at(level + 1, jar)));
            }
        }
        return bundles;
    }

    private static Option at(int level, Path jar) {
        return bundle(jar.toUri().toString()).startLevel(level).start();
    }

    private static Properties properties(Path file) throws IOException {
        var properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        return properties;
    }
}
