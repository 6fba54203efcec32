package io.lapidary.events.codec;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

/** Bodies that claim more than they hold: refused before anything is allocated for the claim. */
class HostilePayloadTest {
    private static final Schema STRINGS = SchemaBuilder.array().items().stringType();
    private static final Schema NOTHINGS = SchemaBuilder.array().items().nullType();

    @FunctionalInterface
    private interface Body {
        void write(BinaryEncoder out) throws IOException;
    }

    @Test
    void lengthsBeyondTheBody() {
        refused(
                Schema.create(Schema.Type.STRING),
                out -> out.writeLong(Integer.MAX_VALUE),
                "2147483647 bytes do not fit");
        refused(Schema.create(Schema.Type.BYTES), out -> out.writeLong(Long.MAX_VALUE), "do not fit");
        refused(Schema.create(Schema.Type.STRING), out -> out.writeLong(-5), "-5 bytes do not fit");
        refused(Schema.createFixed("F", null, null, 1 << 30), out -> out.writeLong(1), "do not fit");
    }

    @Test
    void countsBeyondTheBody() {
        refused(STRINGS, out -> out.writeLong(2_000_000_000), "2000000000 items do not fit");
        refused(
                STRINGS,
                out -> {
                    out.writeLong(Long.MIN_VALUE);
                    out.writeLong(0);
                },
                "does not fit");
        refused(SchemaBuilder.map().values().longType(), out -> out.writeLong(1L << 60), "items do not fit");
    }

    @Test
    void itemsWithoutBytes() {
        refused(
                NOTHINGS,
                out -> {
                    out.writeLong(1);
                    out.writeLong(0);
                },
                "take no bytes");
    }

    @Test
    void blockSizesThatAreWrong() {
        refused(
                STRINGS,
                out -> {
                    out.writeLong(-1);
                    out.writeLong(3);
                    out.writeString("a");
                    out.writeLong(0);
                },
                "block's size is wrong");
        refused(
                STRINGS,
                out -> {
                    out.writeLong(-1);
                    out.writeLong(Long.MAX_VALUE);
                    out.writeString("a");
                    out.writeLong(0);
                },
                "does not fit");
    }

    @Test
    void aBlockWithItsRightSizePasses() throws IOException {
        byte[] body = body(out -> {
            out.writeLong(-2);
            out.writeLong(4);
            out.writeString("a");
            out.writeString("b");
            out.writeLong(0);
        });
        assertThatCode(() -> PayloadCheck.check(STRINGS, body, 0)).doesNotThrowAnyException();
    }

    @Test
    void indexesWithoutAValue() {
        refused(Schema.createEnum("E", null, null, List.of("A", "B")), out -> out.writeLong(2), "no value 2");
        refused(SchemaBuilder.nullable().stringType(), out -> out.writeLong(-1), "no value -1");
        refused(Schema.create(Schema.Type.BOOLEAN), out -> out.writeFixed(new byte[] {2}), "no value 2");
    }

    @Test
    void numbersThatAreTooLong() {
        refused(Schema.create(Schema.Type.INT), out -> out.writeLong(1L << 40), "is no int");
        byte[] endless = new byte[11];
        Arrays.fill(endless, (byte) 0xff);
        refused(Schema.create(Schema.Type.LONG), out -> out.writeFixed(endless), "longer than ten bytes");
    }

    @Test
    void nestingWithoutEnd() {
        Schema list = SchemaBuilder.record("Node")
                .fields()
                .name("next")
                .type()
                .unionOf()
                .nullType()
                .and()
                .type("Node")
                .endUnion()
                .noDefault()
                .endRecord();
        refused(list, out -> out.writeFixed(filled(100_000, (byte) 2)), "deeper than 64");
        Schema endless = Schema.createRecord("Endless", null, null, false);
        endless.setFields(List.of(new Schema.Field("again", endless)));
        refused(endless, out -> {}, "deeper than 64");
    }

    private static byte[] filled(int length, byte value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, value);
        return bytes;
    }

    private static void refused(Schema schema, Body body, String why) {
        assertThatThrownBy(() -> PayloadCheck.check(schema, body(body), 0))
                .isInstanceOf(PayloadCheck.Malformed.class)
                .hasMessageContaining(why);
    }

    private static byte[] body(Body body) throws IOException {
        var bytes = new ByteArrayOutputStream();
        BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(bytes, null);
        body.write(out);
        out.flush();
        return bytes.toByteArray();
    }
}
