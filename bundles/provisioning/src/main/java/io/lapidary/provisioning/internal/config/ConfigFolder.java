package io.lapidary.provisioning.internal.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.provisioning.internal.folder.FileStamp;
import io.lapidary.provisioning.internal.folder.Refusals;

/**
 * The folder of configuration files: what is right in it takes effect within a second, what is wrong is refused as a whole file,
 * and what was in force before stays so. Not thread-safe: one thread scans.
 */
public final class ConfigFolder {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigFolder.class);
    private static final String ENDING = ".cfg";

    private final Path folder;
    private final Sink sink;
    private final Supplier<Map<String, ServiceSettings>> known;
    private final Refusals refusals;
    /** Every file as it was last looked at. */
    private final Map<Path, FileStamp> seen = new HashMap<>();
    /** Files for which no service is known, which may come. */
    private final Set<Path> ahead = new TreeSet<>();
    /** What is in force, by PID. */
    private final Map<String, Map<String, Object>> inForce = new HashMap<>();

    private Map<String, ServiceSettings> services = Map.of();

    ConfigFolder(Path folder, Sink sink, Supplier<Map<String, ServiceSettings>> known, Refusals refusals) {
        this.folder = folder;
        this.sink = sink;
        this.known = known;
        this.refusals = refusals;
    }

    /** @param context of a bundle, by which the metatypes of all are found */
    public static ConfigFolder open(Path folder, ConfigurationAdmin admin, BundleContext context, Refusals refusals) {
        return new ConfigFolder(folder, Sink.of(admin), () -> Metatype.of(context), refusals);
    }

    /**
     * Takes up what has changed since the last time.
     *
     * @return what was refused this time, one sentence a file
     */
    public List<String> scan() {
        Map<Path, FileStamp> now = FileStamp.of(folder, ENDING);
        var wrong = new ArrayList<String>();
        for (Path gone : new TreeSet<>(seen.keySet())) {
            if (!now.containsKey(gone)) {
                remove(gone);
            }
        }
        boolean changed = now.entrySet().stream().anyMatch(e -> !e.getValue().equals(seen.get(e.getKey())));
        if (!changed && ahead.isEmpty()) {
            return wrong;
        }
        services = known.get();
        for (var file : now.entrySet()) {
            boolean isNew = !file.getValue().equals(seen.put(file.getKey(), file.getValue()));
            if (isNew || ahead.contains(file.getKey()) && services.containsKey(pid(file.getKey()))) {
                take(file.getKey(), wrong);
            }
        }
        return wrong;
    }

    private void take(Path file, List<String> wrong) {
        String subject = subject(file);
        ServiceSettings service = services.get(pid(file));
        if (service == null) {
            ahead.add(file);
            refusals.refuse(subject, unknownService(services.keySet()));
            return;
        }
        ahead.remove(file);
        try {
            apply(pid(file), service.read(ConfigFile.read(file)), subject);
            refusals.accept(subject);
        } catch (ConfigException | IOException e) {
            String reason = sentence(e.getMessage())
                    + (inForce.containsKey(pid(file)) ? " What was set before stays in force." : "");
            refusals.refuse(subject, reason);
            wrong.add(subject + ": " + reason);
        }
    }

    private void apply(String pid, Map<String, Object> values, String subject) throws IOException {
        Map<String, Object> before = inForce.getOrDefault(pid, Map.of());
        sink.set(pid, values);
        inForce.put(pid, values);
        var changes = changes(before, values);
        if (!changes.isEmpty()) {
            LOG.info("{} is in force: {}", subject, String.join(", ", changes));
        }
    }

    private void remove(Path file) {
        seen.remove(file);
        ahead.remove(file);
        refusals.accept(subject(file));
        if (inForce.remove(pid(file)) == null) {
            return;
        }
        try {
            sink.clear(pid(file));
            LOG.info("{} is gone: the defaults are in force.", subject(file));
        } catch (IOException e) {
            LOG.warn("{} is gone, and what it set stays in force: {}", subject(file), e.toString());
        }
    }

    private static List<String> changes(Map<String, Object> before, Map<String, Object> after) {
        var changes = new TreeMap<String, String>();
        after.forEach((name, value) -> {
            if (!Objects.deepEquals(value, before.get(name))) {
                changes.put(name, name + " = " + text(value));
            }
        });
        before.keySet().stream()
                .filter(name -> !after.containsKey(name))
                .forEach(name -> changes.put(name, name + " by default"));
        return List.copyOf(changes.values());
    }

    private static String text(Object value) {
        return value instanceof Object[] values
                ? String.join(
                        ",",
                        java.util.Arrays.stream(values).map(Object::toString).toList())
                : value.toString();
    }

    private static String unknownService(Collection<String> pids) {
        return "no service of this node has that name. Configurable are: " + String.join(", ", pids)
                + "; the file is taken up when a bundle that knows the name comes.";
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    private static String pid(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - ENDING.length());
    }

    private String subject(Path file) {
        return folder.getFileName() + "/" + file.getFileName();
    }
}
