package io.lapidary.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code node.json} in the data folder: how other programs find the node that is ready there. */
final class NodeFile {

    private static final Pattern PID = Pattern.compile("\"pid\"\\s*:\\s*(\\d+)");

    private final Path file;

    NodeFile(Path dataFolder) {
        this.file = dataFolder.resolve("node.json");
    }

    /**
     * What the file tells.
     *
     * @param node the node's name
     * @param pid process id
     * @param started when the process was ready
     * @param bootstrapServers the Kafka cluster
     * @param embeddedBroker whether the cluster is the node's own broker and ends with it
     * @param store root folder of the node's store
     * @param home the distribution's folder
     * @param commandConfig properties of the Kafka clients, if any
     */
    record Entry(
            String node,
            long pid,
            Instant started,
            String bootstrapServers,
            boolean embeddedBroker,
            Path store,
            Path home,
            Optional<Path> commandConfig) {

        Entry withStore(Path moved) {
            return new Entry(node, pid, started, bootstrapServers, embeddedBroker, moved, home, commandConfig);
        }

        private String json() {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("node", quoted(node));
            fields.put("pid", Long.toString(pid));
            fields.put("started", quoted(started.toString()));
            fields.put("bootstrapServers", quoted(bootstrapServers));
            fields.put("embeddedBroker", Boolean.toString(embeddedBroker));
            fields.put("store", quoted(store.toString()));
            fields.put("home", quoted(home.toString()));
            commandConfig.ifPresent(path -> fields.put("commandConfig", quoted(path.toString())));
            return fields.entrySet().stream()
                    .map(field -> "  " + quoted(field.getKey()) + ": " + field.getValue())
                    .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
        }
    }

    /** Written aside and renamed, so that no reader sees half a file. */
    void write(Entry entry) throws NodeException {
        Path aside = file.resolveSibling("node.json.tmp");
        try {
            Files.writeString(aside, entry.json());
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new NodeException("The file " + file + " cannot be written: " + e.getMessage() + ".", e);
        }
    }

    void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            System.err.println("lapidary: " + file + " stays behind: " + e.getMessage());
        }
    }

    /** The process id that the file names; empty if there is no file or it cannot be read. */
    Optional<Long> pid() {
        try {
            Matcher found = PID.matcher(Files.readString(file));
            return found.find() ? Optional.of(Long.parseLong(found.group(1))) : Optional.empty();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                default -> {
                    if (c < ' ') {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
