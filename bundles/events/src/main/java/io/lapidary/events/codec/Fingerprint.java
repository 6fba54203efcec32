package io.lapidary.events.codec;

import java.util.OptionalLong;

import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/** CRC-64-AVRO of a schema's parsing canonical form (Avro specification, "Schema Fingerprints"): how a message names its writer schema. */
final class Fingerprint {
    private Fingerprint() {}

    static long of(Schema schema) {
        return SchemaNormalization.parsingFingerprint64(schema);
    }

    /** 16 lower-case hexadecimal digits, most significant first. */
    static String hex(long fingerprint) {
        return String.format("%016x", fingerprint);
    }

    /** Reads what {@link #hex(long)} wrote; empty for anything else. */
    static OptionalLong parse(String hex) {
        return hex.matches("[0-9a-f]{16}") ? OptionalLong.of(Long.parseUnsignedLong(hex, 16)) : OptionalLong.empty();
    }
}
