package io.lapidary.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The framework's properties: those of {@code conf/framework.properties} and what only the start knows. */
final class PlatformSettings {

    private PlatformSettings() {}

    /** Properties by which bundles learn what node they are in; any of them reads them from its bundle context. */
    static Map<String, String> of(NodeOptions options, DataFolder data, String nodeId) throws NodeException {
        Map<String, String> settings = new TreeMap<>(read(options.home().resolve("conf/framework.properties")));
        settings.put("lapidary.home", options.home().toString());
        settings.put("lapidary.data", data.path().toString());
        settings.put("lapidary.node.id", nodeId);
        options.commandConfig().ifPresent(file -> settings.put("lapidary.command.config", file.toString()));
        settings.put("org.osgi.framework.storage", data.cache().toString());
        settings.put("lapidary.configs", options.configs().toString());
        settings.put("lapidary.deploy", options.deploy().toString());
        return settings;
    }

    /**
     * Makes the Kafka cluster's address the property {@code lapidary.bootstrap.servers} of every bundle: the framework
     * looks among the system properties for what it does not have itself. The address of the node's own broker is
     * known only when the framework already runs.
     */
    static void publishBootstrapServers(String servers) {
        System.setProperty("lapidary.bootstrap.servers", servers);
    }

    /** Sets the properties that libraries read from the JVM; what the command line of java sets wins. */
    static void exportToSystem(NodeOptions options, DataFolder data, String nodeId) throws NodeException {
        Map<String, String> properties = new TreeMap<>(read(options.home().resolve("conf/system.properties")));
        properties.put("lapidary.node.id", nodeId);
        properties.put("lapidary.log.file", data.log().toString());
        properties.put(
                "logback.configurationFile",
                options.home().resolve("conf/logback.xml").toString());
        properties.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
        requireLogFormat(options.home().resolve("conf"));
    }

    /** Logback would pass over a file that is not there, and the node would run without any log. */
    private static void requireLogFormat(Path conf) throws NodeException {
        String format = System.getProperty("lapidary.log.format");
        if (format != null && !Files.isRegularFile(conf.resolve("logback-" + format + ".xml"))) {
            throw new NodeException("The log format '" + format + "' is not known: set lapidary.log.format in "
                    + conf.resolve("system.properties") + " to text or json.");
        }
    }

    private static Map<String, String> read(Path file) throws NodeException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (IOException e) {
            throw new NodeException("The file " + file + " cannot be read: unpack or build the distribution anew.", e);
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(
                        name -> name, name -> properties.getProperty(name).strip()));
    }
}
