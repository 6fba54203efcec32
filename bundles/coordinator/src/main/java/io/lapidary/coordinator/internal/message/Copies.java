package io.lapidary.coordinator.internal.message;

import org.apache.avro.specific.SpecificRecord;

/** Copies of messages, to be changed in a field or two. The generated builders copy everything below as well. */
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
