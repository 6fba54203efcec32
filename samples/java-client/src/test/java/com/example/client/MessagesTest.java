package com.example.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;

class MessagesTest {
    private final Messages messages = new Messages();

    @Test
    void aMessageBeginsWithItsMarkAndTheSchemasFingerprint() throws Exception {
        GenericRecord request =
                Requests.of("r1", "lapidary:sha256/00", "m.tflite", List.of("a:b=c,d=e=f", "float16"), Map.of());
        byte[] message = messages.encode(request);

        assertThat(HexFormat.of().formatHex(message, 0, 2)).isEqualTo("c301");
        long fingerprint = 0;
        for (int i = 9; i >= 2; i--) {
            fingerprint = fingerprint << 8 | message[i] & 0xFF;
        }
        assertThat(fingerprint).isEqualTo(crc64(canonical(Messages.REQUEST)));
    }

    @Test
    void aResultOfANewerNodeIsReadOnceItsSchemaIsKnown() throws Exception {
        Schema newer = new Schema.Parser()
                .parse(Messages.RESULT
                        .toString()
                        .replaceFirst(
                                "\\{\"name\":\"tenant\",",
                                "{\"name\":\"ofTheFuture\",\"type\":\"long\",\"default\":7},{\"name\":\"tenant\","));
        GenericRecord written = new GenericRecordBuilder(newer)
                .set("requestId", "r1")
                .set("tenant", "default")
                .set(
                        "status",
                        new GenericData.EnumSymbol(newer.getField("status").schema(), "SUCCEEDED"))
                .set("createdAt", 1L)
                .set("finishedAt", 2L)
                .set("attempts", 1)
                .build();
        byte[] message = new BinaryMessageEncoder<GenericRecord>(GenericData.get(), newer)
                .encode(written)
                .array();

        assertThat(messages.result(message)).isEmpty();
        messages.learn(newer.toString());
        assertThat(messages.result(message).orElseThrow().get("status")).hasToString("SUCCEEDED");
    }

    private static String canonical(Schema schema) {
        return org.apache.avro.SchemaNormalization.toParsingForm(schema);
    }

    /** The algorithm as the Avro specification prints it, bit by bit and without a table. */
    private static long crc64(String text) {
        long crc = 0xc15d213aa4d7a795L;
        for (byte b : text.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            crc ^= b & 0xFF;
            for (int i = 0; i < 8; i++) {
                crc = crc >>> 1 ^ (0xc15d213aa4d7a795L & -(crc & 1));
            }
        }
        return crc;
    }
}
