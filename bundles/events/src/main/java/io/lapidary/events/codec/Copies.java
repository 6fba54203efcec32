package io.lapidary.events.codec;

import org.apache.avro.specific.SpecificRecord;

/**
 * Copies of messages, to be changed in a field or two. The generated builders that begin with a message copy everything below as well, by
 * the class loader of Avro, which within OSGi does not know the messages: a nested message is none of its type then.
 */
public final class Copies {
    private Copies() {}

    /** Puts every field of {@code from} into {@code to}, a fresh message of the same type, and returns that. */
    public static <T extends SpecificRecord> T shallow(T from, T to) {
        for (var field : from.getSchema().getFields()) {
            to.put(field.pos(), from.get(field.pos()));
        }
        return to;
    }
}
