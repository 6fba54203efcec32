package io.lapidary.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.lapidary.events.Control;
import io.lapidary.events.ControlAction;

/** A message of version n is read by n - 1 and by n + 1, for every message, against frozen copies of version 1. */
class CompatibilityTest {
    private final SchemaCatalog catalog = new SchemaCatalog();
    private final MessageCodec codec = new MessageCodec(catalog);

    static Stream<Schema> messages() {
        return SchemaCatalog.own().stream();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void theRulesOfChangeHoldAgainstVersionOne(Schema now) throws IOException {
        assertThat(SchemaRules.broken(versionOne(now), now))
                .as("changes of messages.avdl that break the rules it states")
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void avroFindsVersionsCompatibleInBothDirections(Schema now) throws IOException {
        Schema next = SchemaChanges.nextVersion(now);
        assertReads(now, versionOne(now));
        assertReads(versionOne(now), now);
        assertReads(now, next);
        assertReads(next, now);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aMessageOfVersionOneIsReadNow(Schema now) throws Exception {
        Schema one = versionOne(now);
        GenericRecord sent = SampleMessages.record(one, 5);
        byte[] bytes = SingleObject.write(sent);
        catalog.learn(MessageCodec.fingerprint(bytes).orElseThrow(), one.toString());
        SpecificRecord received = codec.decode(MessageCodecTest.classOf(now), bytes);
        assertThat(SingleObject.read(now, one, codec.encode(received))).isEqualTo(sent);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aMessageOfTheNextVersionIsReadNow(Schema now) throws Exception {
        Schema next = SchemaChanges.nextVersion(now);
        byte[] bytes = SingleObject.write(SampleMessages.record(next, 5));
        catalog.learn(MessageCodec.fingerprint(bytes).orElseThrow(), next.toString());
        SpecificRecord received = codec.decode(MessageCodecTest.classOf(now), bytes);
        for (Schema.Field field : now.getFields()) {
            Object value = received.get(field.pos());
            switch (field.schema().getType()) {
                case ENUM -> assertThat(value).as(field.name()).hasToString("UNKNOWN");
                case STRING -> assertThat(value).as(field.name()).isEqualTo("text-" + (6 + field.pos()));
                case LONG -> assertThat(value).as(field.name()).isEqualTo((1L << 40) + 6 + field.pos());
                default -> assertThat(value).as(field.name()).isNotNull();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aMessageOfNowIsReadByTheNextVersion(Schema now) {
        Schema next = SchemaChanges.nextVersion(now);
        GenericRecord sent = SampleMessages.record(now, 5);
        GenericRecord received = SingleObject.read(now, next, SingleObject.write(sent));
        assertThat(received.get(SchemaChanges.NEW_FIELD)).hasToString("as it was");
        for (Schema.Field field : now.getFields()) {
            if (field.schema().getType() == Schema.Type.STRING) {
                assertThat(received.get(field.name()))
                        .hasToString(sent.get(field.name()).toString());
            }
        }
    }

    @Test
    void everyKindOfForbiddenChangeIsFound() {
        Schema now = Control.getClassSchema();
        var enumeration = now.getField("action").schema();
        assertThat(SchemaRules.broken(now, without(now, "reason"))).containsExactly("Control.reason is gone");
        assertThat(SchemaRules.broken(without(now, "createdAt"), now))
                .containsExactly("Control.createdAt was added without a default");
        assertThat(SchemaRules.broken(without(now, "reason"), now)).isEmpty();
        assertThat(SchemaRules.broken(now, changed(now, "requestId", Schema.create(Schema.Type.BYTES))))
                .containsExactly("Control.requestId changed from STRING to BYTES");
        assertThat(SchemaRules.broken(
                        now,
                        changed(
                                now,
                                "action",
                                Schema.createEnum(
                                        "ControlAction", null, "io.lapidary.events", enumeration.getEnumSymbols()))))
                .containsExactly("Control.action lost its default symbol UNKNOWN");
        assertThat(SchemaRules.broken(
                        now,
                        changed(
                                now,
                                "action",
                                Schema.createEnum(
                                        "ControlAction",
                                        null,
                                        "io.lapidary.events",
                                        List.of("UNKNOWN", "PAUSE"),
                                        "UNKNOWN"))))
                .containsExactly("Control.action lost or moved a symbol");
        assertThat(SchemaRules.broken(
                        now, Schema.createRecord("Command", null, "io.lapidary.events", false, copy(now))))
                .containsExactly("Control was renamed from io.lapidary.events.Control to io.lapidary.events.Command");
    }

    @Test
    void aSymbolOfALaterVersionIsReadAsUnknown() throws Exception {
        Schema next = SchemaChanges.nextVersion(Control.getClassSchema());
        byte[] bytes = SingleObject.write(SampleMessages.record(next, 0));
        catalog.learn(MessageCodec.fingerprint(bytes).orElseThrow(), next.toString());
        assertThat(codec.decode(Control.class, bytes).getAction()).isEqualTo(ControlAction.UNKNOWN);
    }

    private static void assertReads(Schema reader, Schema writer) {
        var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        assertThat(result.getType()).as(result.getDescription()).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }

    private static Schema versionOne(Schema now) throws IOException {
        String file = "/schemas/v1/" + now.getName() + ".avsc";
        try (var in = CompatibilityTest.class.getResourceAsStream(file)) {
            assertThat(in).as("frozen copy " + file).isNotNull();
            return new Schema.Parser().parse(in);
        }
    }

    private static Schema without(Schema schema, String name) {
        var fields = copy(schema);
        fields.removeIf(field -> field.name().equals(name));
        return Schema.createRecord(schema.getName(), null, schema.getNamespace(), false, fields);
    }

    private static Schema changed(Schema schema, String name, Schema type) {
        var fields = copy(schema);
        fields.replaceAll(field -> field.name().equals(name) ? new Schema.Field(name, type) : field);
        return Schema.createRecord(schema.getName(), null, schema.getNamespace(), false, fields);
    }

    private static ArrayList<Schema.Field> copy(Schema schema) {
        var fields = new ArrayList<Schema.Field>();
        schema.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        return fields;
    }
}
