package io.lapidary.events.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.events.Control;
import io.lapidary.events.ControlAction;
import io.lapidary.events.OptimizationRequest;

class MessageCodecTest {
    private final SchemaCatalog catalog = new SchemaCatalog();
    private final MessageCodec codec = new MessageCodec(catalog);

    static Stream<Schema> messages() {
        return SchemaCatalog.own().stream();
    }

    @Test
    void whatIsEncodedComesBack() throws Exception {
        OptimizationRequest request = SampleMessages.request();
        assertThat(codec.decode(OptimizationRequest.class, codec.encode(request)))
                .isEqualTo(request);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyFieldOfEveryMessageComesBack(Schema schema) throws Exception {
        var sent = SampleMessages.record(schema, 3);
        byte[] bytes = SingleObject.write(sent);
        SpecificRecord received = codec.decode(classOf(schema), bytes);
        assertThat(SingleObject.read(schema, schema, codec.encode(received))).isEqualTo(sent);
        assertThat(codec.encode(received)).hasSameSizeAs(bytes).startsWith(SingleObject.header(schema));
    }

    @Test
    void avrosOwnDecoderReadsIt() throws Exception {
        var control = new Control("r-1", ControlAction.CANCEL, "no longer needed", 5L);
        var avro = new BinaryMessageDecoder<GenericRecord>(GenericData.get(), Control.getClassSchema());
        GenericRecord read = avro.decode(codec.encode(control));
        assertThat(read.get("requestId")).hasToString("r-1");
        assertThat(read.get("action")).hasToString("CANCEL");
        String fingerprint = MessageCodec.fingerprint(codec.encode(control)).orElseThrow();
        assertThat(SchemaCatalog.known()).containsKey(fingerprint);
    }

    @Test
    void anUnknownSchemaIsNamedByItsFingerprintAndReadOnceItIsLearned() throws Exception {
        Schema newer = SchemaChanges.nextVersion(Control.getClassSchema());
        var sent = SampleMessages.record(newer, 0);
        byte[] bytes = SingleObject.write(sent);
        String fingerprint = MessageCodec.fingerprint(bytes).orElseThrow();

        var refused = failure(Control.class, bytes);
        assertThat(refused.code()).isEqualTo(ErrorCodes.UNKNOWN_SCHEMA);
        assertThat(refused).hasMessageContaining(fingerprint);

        catalog.learn(fingerprint, newer.toString());
        assertThat(codec.decode(Control.class, bytes).getRequestId()).isEqualTo("text-1");
    }

    @Test
    void aSchemaThatComesALittleLaterIsWaitedForOnce() throws Exception {
        Schema newer = SchemaChanges.nextVersion(Control.getClassSchema());
        byte[] bytes = SingleObject.write(SampleMessages.record(newer, 0));
        var patient = new MessageCodec(catalog, Duration.ofSeconds(20));
        var reading = CompletableFuture.supplyAsync(() -> {
            try {
                return patient.decode(Control.class, bytes);
            } catch (LapidaryException e) {
                throw new IllegalStateException(e);
            }
        });
        catalog.learn(MessageCodec.fingerprint(bytes).orElseThrow(), newer.toString());
        assertThat(reading.get().getRequestId()).isEqualTo("text-1");

        var hasty = new MessageCodec(new SchemaCatalog(), Duration.ofMillis(300));
        long start = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            byte[] unknown = bytes.clone();
            unknown[2] = (byte) i;
            assertThatThrownBy(() -> hasty.decode(Control.class, unknown)).isInstanceOf(LapidaryException.class);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(300), Duration.ofSeconds(2));
    }

    @Test
    void bytesThatAreNotAvroAreRefused() {
        assertUndecodable("".getBytes(StandardCharsets.UTF_8), "0 bytes");
        assertUndecodable("{\"requestId\": \"r-1\"}".getBytes(StandardCharsets.UTF_8), "7b22726571756573");
        assertUndecodable(new byte[] {(byte) 0xc3, 1, 0}, "c30100");
    }

    @Test
    void anotherMessagesBytesAreRefusedByName() {
        byte[] control = codec.encode(new Control("r-1", ControlAction.CANCEL, "", 5L));
        assertUndecodable(control, "io.lapidary.events.Control, expected is a io.lapidary.events.OptimizationRequest");
    }

    @Test
    void truncatedOrLengthenedBytesAreRefused() {
        byte[] whole = codec.encode(SampleMessages.request());
        for (int length = 10; length < whole.length; length++) {
            assertUndecodable(Arrays.copyOf(whole, length), "body is broken");
        }
        assertUndecodable(Arrays.copyOf(whole, whole.length + 1), "follow after its end");
    }

    @Test
    void flippedBytesNeverGiveAnotherFailureThanTheTwo() {
        byte[] whole = codec.encode(SampleMessages.request());
        var random = new Random(1);
        int refused = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] broken = whole.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            }
            try {
                codec.decode(OptimizationRequest.class, broken);
            } catch (LapidaryException e) {
                refused++;
                assertThat(e.code()).isIn(ErrorCodes.UNDECODABLE_MESSAGE, ErrorCodes.UNKNOWN_SCHEMA);
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void aRequiredFieldWithoutValueIsRefusedWhenEncoding() {
        assertThatThrownBy(() -> codec.encode(new Control(null, ControlAction.CANCEL, "", 5L)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Control cannot be encoded");
    }

    @Test
    void aSchemaThatLacksARequiredFieldIsRefused() throws Exception {
        Schema other = SchemaBuilder.record("Control")
                .namespace("io.lapidary.events")
                .fields()
                .requiredString("somethingElse")
                .endRecord();
        var sent = new GenericData.Record(other);
        sent.put("somethingElse", "x");
        byte[] bytes = SingleObject.write(sent);
        catalog.learn(MessageCodec.fingerprint(bytes).orElseThrow(), other.toString());
        var refused = failure(Control.class, bytes);
        assertThat(refused.code()).isEqualTo(ErrorCodes.UNDECODABLE_MESSAGE);
        assertThat(refused).hasMessageContaining("does not fit").hasMessageContaining("missing required field");
    }

    private void assertUndecodable(byte[] bytes, String why) {
        var refused = failure(OptimizationRequest.class, bytes);
        assertThat(refused.code()).isEqualTo(ErrorCodes.UNDECODABLE_MESSAGE);
        assertThat(refused).hasMessageContaining(why);
        assertThat(refused.remedy()).isNotEmpty();
    }

    private LapidaryException failure(Class<? extends SpecificRecord> type, byte[] bytes) {
        return catchThrowableOfType(LapidaryException.class, () -> codec.decode(type, bytes));
    }

    static Class<? extends SpecificRecord> classOf(Schema schema) throws ClassNotFoundException {
        return Class.forName(schema.getFullName()).asSubclass(SpecificRecord.class);
    }
}
