package io.lapidary.shell.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import io.lapidary.shell.json.Json;

/**
 * A node that is ready, as the {@code node.json} of its data folder tells.
 *
 * @param node its name
 * @param pid its process
 * @param address how to reach it
 */
record RunningNode(String node, long pid, Address address) {
    private static final String FILE = "node.json";

    /** The node of a data folder; empty if none is ready, or the file was left behind by one that is gone. */
    static Optional<RunningNode> find(Path data) {
        try {
            if (!(Json.parse(Files.readString(data.resolve(FILE))) instanceof Map<?, ?> fields)) {
                return Optional.empty();
            }
            if (!(fields.get("pid") instanceof Long pid)
                    || !(fields.get("bootstrapServers") instanceof String servers)
                    || !(fields.get("store") instanceof String store)) {
                return Optional.empty();
            }
            Optional<Path> config = Optional.ofNullable(fields.get("commandConfig"))
                    .map(Object::toString)
                    .map(Path::of);
            var address = new Address(servers, config, Optional.of(Path.of(store)));
            return isAlive(pid)
                    ? Optional.of(new RunningNode(String.valueOf(fields.get("node")), pid, address))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            // Half a file is never written; what cannot be read or parsed tells of no node.
            return Optional.empty();
        }
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }
}
