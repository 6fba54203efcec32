package io.lapidary.coordinator.internal.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import io.lapidary.events.OptimizationRequest;
import io.lapidary.events.codec.MessageCodec;
import io.lapidary.events.codec.SchemaCatalog;
import io.lapidary.events.codec.Topics;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

/** Messages that cannot be read, that a newer sender wrote, and that came where they do not belong. */
class ReadingTest {
    private final Rig rig = new Rig();

    @BeforeEach
    void node() {
        rig.node();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void putsAsideWhatIsNotAvroAndGoesOn() {
        rig.sendBytes(Topics.REQUESTS, "poison", "{\"json\": true}".getBytes(StandardCharsets.UTF_8));
        rig.sendBytes(Topics.CONTROL, "poison", new byte[0]);
        rig.sendBytes(Topics.COMPLETIONS, "poison", new byte[] {1, 2, 3});
        rig.send(rig.request("good", "float16"));
        assertThat(rig.oneItem("light").getRequestId()).isEqualTo("good");

        var records = rig.records(Topics.DEAD_LETTERS);
        assertThat(records).hasSize(3);
        assertThat(records.get(0).key()).isEqualTo("lapidary.requests-0@0");
        assertThat(Rig.headers(records.get(0)))
                .containsEntry("lapidary-error-code", "undecodable-message")
                .containsEntry("lapidary-position", "lapidary.requests-0@0")
                .containsEntry("ce_type", "io.lapidary.dead-letter")
                .hasEntrySatisfying("lapidary-error-message", m -> assertThat(m).contains("7b226a73"));
    }

    @Test
    void saysInTheLogWhatItPutsAside() {
        var log = (Logger) LoggerFactory.getLogger(CoordinatorProcessor.class);
        var told = new ListAppender<ILoggingEvent>();
        told.start();
        log.addAppender(told);
        log.setAdditive(false);
        log.setLevel(Level.WARN);
        try {
            rig.sendBytes(Topics.COMPLETIONS, "poison", new byte[] {1, 2, 3});
            rig.sendBytes(Topics.CONTROL, "poison", new byte[0]);
        } finally {
            log.setLevel(null);
            log.setAdditive(true);
            log.detachAppender(told);
        }

        assertThat(told.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN, Level.WARN);
        assertThat(told.list.get(0).getFormattedMessage())
                .startsWith(Topics.COMPLETIONS + "-0@0 is put aside in " + Topics.DEAD_LETTERS
                        + " with undecodable-message: ");
        assertThat(told.list.get(1).getFormattedMessage()).startsWith(Topics.CONTROL + "-0@0 is put aside");
    }

    @Test
    void keepsTheBytesOfWhatItPutsAside() {
        byte[] poison = "no avro".getBytes(StandardCharsets.UTF_8);
        rig.sendBytes(Topics.REQUESTS, "poison", poison);
        rig.sendBytes(Topics.REQUESTS, "large", new byte[100_000]);
        var letters = rig.deadLetters();
        assertThat(letters.get(0).getPayload()).isEqualTo(ByteBuffer.wrap(poison));
        assertThat(letters.get(0).getTruncated()).isFalse();
        assertThat(letters.get(0).getKey()).isEqualTo("poison");
        assertThat(letters.get(1).getTruncated()).isTrue();
        assertThat(letters.get(1).getPayload().remaining()).isEqualTo(65_536);
    }

    @Test
    void readsARequestOfANewerSenderOnceItsSchemaIsKnown() throws Exception {
        Schema newer = newerSchema();
        byte[] request = written(newer, "a");
        rig.sendBytes(Topics.REQUESTS, "a", request);
        var letter = rig.deadLetters().get(0);
        assertThat(letter.getError().getCode()).isEqualTo("unknown-schema");
        String fingerprint = String.format("%016x", SchemaNormalization.parsingFingerprint64(newer));
        assertThat(letter.getFingerprint()).isEqualTo(fingerprint);

        rig.sendBytes(Topics.SCHEMAS, fingerprint, newer.toString().getBytes(StandardCharsets.UTF_8));
        rig.sendBytes(Topics.REQUESTS, "a", request);
        assertThat(rig.oneItem("light").getRequestId()).isEqualTo("a");
    }

    private static Schema newerSchema() {
        Schema now = OptimizationRequest.getClassSchema();
        var fields = new ArrayList<Schema.Field>();
        now.getFields().forEach(f -> fields.add(new Schema.Field(f, f.schema())));
        fields.add(new Schema.Field("budget", Schema.create(Schema.Type.LONG), "Of a later version.", 0L));
        return Schema.createRecord(now.getName(), "", now.getNamespace(), false, fields);
    }

    private byte[] written(Schema schema, String id) throws Exception {
        OptimizationRequest request = rig.request(id, "float16").build();
        GenericRecord newer = new GenericData.Record(schema);
        request.getSchema().getFields().forEach(f -> newer.put(f.name(), request.get(f.pos())));
        newer.put("budget", 7L);
        var out = new java.io.ByteArrayOutputStream();
        out.write(ByteBuffer.allocate(10)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0xc3)
                .put((byte) 1)
                .putLong(SchemaNormalization.parsingFingerprint64(schema))
                .array());
        var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(schema).write(newer, encoder);
        return out.toByteArray();
    }

    @Test
    void sendsOnWhatCameOnAnotherPartitionThanItsKeys() {
        var placement = new Placement(4);
        String here = keyOf(placement, 0);
        String elsewhere = keyOf(placement, 3);
        var codec = new MessageCodec(new SchemaCatalog());
        try (var four = new Rig(Rig.settings(Rig.windows(), 4))) {
            four.node();
            four.send(four.request(here, "float16"));
            assertThat(four.oneItem("light").getRequestId()).isEqualTo(here);
            byte[] sent = codec.encode(four.request(elsewhere, "float16").build());
            four.sendBytes("lapidary.requests.acme", "any key", sent);
            assertThat(four.work("light")).isEmpty();
            // The driver feeds what was sent on back to its one task, where it still does not belong.
            var letter = four.deadLetters().get(0);
            assertThat(letter.getTopic()).isEqualTo("lapidary.requests.acme");
            assertThat(letter.getKey()).isEqualTo(elsewhere);
            assertThat(letter.getPayload()).isEqualTo(ByteBuffer.wrap(sent));
            assertThat(letter.getHeaders().get(Placement.MOVED)).startsWith("lapidary.requests.acme-0@");
        }
    }

    private static String keyOf(Placement placement, int partition) {
        for (int i = 0; ; i++) {
            if (placement.isRight("key" + i, partition)) {
                return "key" + i;
            }
        }
    }
}
