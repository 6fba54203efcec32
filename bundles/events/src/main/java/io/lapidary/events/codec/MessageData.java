package io.lapidary.events.codec;

import java.util.HashMap;
import java.util.Map;

import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;

import io.lapidary.events.Messages;

/**
 * Avro's view of the generated classes, and of nothing else.
 *
 * <p>Avro by itself loads whatever class a schema names, guarded by the system property {@code
 * org.apache.avro.SERIALIZABLE_PACKAGES}. Here the classes are known beforehand, so that no name out of a message or of a
 * foreign schema is ever looked up, the property is not needed, and the right class loader is used in OSGi.
 */
final class MessageData extends SpecificData {
    private final Map<String, Class<?>> classes = new HashMap<>();

    MessageData() {
        super(Messages.class.getClassLoader());
        setCustomCoders(true); // the generated classes' own, which look nothing up
        for (Schema type : Messages.PROTOCOL.getTypes()) {
            classes.put(type.getFullName(), load(type.getFullName()));
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, true, Messages.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("no class was generated for " + name, e);
        }
    }

    @Override
    @SuppressWarnings("rawtypes") // as Avro declares it
    public Class getClass(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM, FIXED -> classes.get(schema.getFullName());
            default -> super.getClass(schema);
        };
    }
}
