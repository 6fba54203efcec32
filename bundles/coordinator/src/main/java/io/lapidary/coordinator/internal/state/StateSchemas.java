package io.lapidary.coordinator.internal.state;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.apache.avro.Schema;

/** Every version of the state's schema that ever wrote a changelog; the last one writes now. */
final class StateSchemas {
    static final int CURRENT = 1;

    private final Map<Integer, Schema> versions = new HashMap<>();

    StateSchemas() {
        for (int version = 1; version <= CURRENT; version++) {
            versions.put(version, load(version));
        }
    }

    Schema current() {
        return versions.get(CURRENT);
    }

    /** Empty for one of a later release. */
    Optional<Schema> version(int version) {
        return Optional.ofNullable(versions.get(version));
    }

    private static Schema load(int version) {
        String name = "request-state-" + version + ".avsc";
        try (InputStream in = StateSchemas.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the bundle lacks " + name);
            }
            return new Schema.Parser().parse(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
