package io.lapidary.events.codec;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

import io.lapidary.api.Digest;
import io.lapidary.events.OptimizationRequest;

/**
 * What a request asks for, as a digest: two requests of one id are the same request if their digests are equal.
 *
 * <p>When it was sent and by which trace does not count. Fields that have their default value are left out, so that the digest
 * of a request stays what it is when a later version of the schema adds a field.
 */
public final class ContentDigest {
    private static final Set<String> IGNORED = Set.of("createdAt", "traceparent");

    private static final MessageData DATA = new MessageData();

    private final MessageDigest sha = Digest.sha256();

    private ContentDigest() {}

    /** The digest of what a request asks for. */
    public static Digest of(OptimizationRequest request) {
        var digest = new ContentDigest();
        digest.fields(request, IGNORED);
        return Digest.of(digest.sha);
    }

    private void fields(IndexedRecord message, Set<String> ignored) {
        for (Schema.Field field : message.getSchema().getFields()) {
            Object value = message.get(field.pos());
            if (!ignored.contains(field.name()) && !isDefault(field, value)) {
                text(field.name());
                value(value);
            }
        }
        mark('}');
    }

    private static boolean isDefault(Schema.Field field, Object value) {
        return field.hasDefaultValue() && Objects.equals(DATA.getDefaultValue(field), value);
    }

    /** Every value begins with a mark of its kind and tells its length, so that no two values are written alike. */
    private void value(Object value) {
        if (value instanceof IndexedRecord nested) {
            mark('{');
            fields(nested, Set.of());
        } else if (value instanceof List<?> items) {
            mark('[');
            text(Integer.toString(items.size()));
            items.forEach(this::value);
        } else if (value instanceof Map<?, ?> entries) {
            mark('<');
            text(Integer.toString(entries.size()));
            var sorted = new TreeMap<String, Object>();
            entries.forEach((key, item) -> sorted.put(key.toString(), item));
            sorted.forEach((key, item) -> {
                text(key);
                value(item);
            });
        } else if (value == null) {
            mark('0');
        } else {
            text(value.toString());
        }
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        mark('"');
        sha.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        sha.update(bytes);
    }

    private void mark(char kind) {
        sha.update((byte) kind);
    }
}
