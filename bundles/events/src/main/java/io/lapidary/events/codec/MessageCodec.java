package io.lapidary.events.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;

/**
 * Messages to bytes and back, in Avro's single-object encoding: {@code c3 01}, the writer schema's fingerprint (8 bytes, little
 * endian), the body. A message is read with the schema it was written with, resolved to the one that is known here, so that
 * older and newer senders are understood. Thread-safe; make one and keep it, since it warms up.
 */
public final class MessageCodec {
    private static final int HEADER = 10;
    private static final byte MARK_0 = (byte) 0xc3;
    private static final byte MARK_1 = 1;

    private final MessageData data = new MessageData();
    private final SchemaCatalog catalog;
    private final Duration patience;
    private final Map<ReaderKey, DatumReader<SpecificRecord>> readers = new ConcurrentHashMap<>();
    private final Map<Schema, Writer> writers = new ConcurrentHashMap<>();

    private record ReaderKey(Class<?> type, long fingerprint) {}

    private record Writer(byte[] header, SpecificDatumWriter<SpecificRecord> body) {}

    /** A codec that answers an unknown schema at once. */
    public MessageCodec(SchemaCatalog catalog) {
        this(catalog, Duration.ZERO);
    }

    /**
     * @param patience how long {@link #decode} waits for a schema that is not known yet; after a wait in vain it answers at
     *     once for half a minute
     */
    public MessageCodec(SchemaCatalog catalog, Duration patience) {
        this.catalog = Objects.requireNonNull(catalog, "catalog");
        this.patience = Objects.requireNonNull(patience, "patience");
    }

    /**
     * @throws IllegalArgumentException if a field that must have a value has none
     */
    public byte[] encode(SpecificRecord message) {
        Writer writer = writers.computeIfAbsent(message.getSchema(), this::writer);
        var out = new ByteArrayOutputStream(256);
        out.writeBytes(writer.header());
        var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        try {
            writer.body().write(message, encoder);
            encoder.flush();
        } catch (AvroRuntimeException | NullPointerException | ClassCastException | IOException e) {
            throw new IllegalArgumentException(
                    message.getSchema().getName() + " cannot be encoded: " + e.getMessage(), e);
        }
        return out.toByteArray();
    }

    private Writer writer(Schema schema) {
        byte[] header = ByteBuffer.allocate(HEADER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MARK_0)
                .put(MARK_1)
                .putLong(Fingerprint.of(schema))
                .array();
        return new Writer(header, new SpecificDatumWriter<>(schema, data));
    }

    /**
     * Reads one message.
     *
     * <p>Memory taken is in proportion to the message's size, whatever lengths it claims.
     *
     * @throws LapidaryException of code unknown-schema, naming the fingerprint, or undecodable-message, saying what is wrong
     */
    public <T extends SpecificRecord> T decode(Class<T> type, byte[] message) throws LapidaryException {
        long fingerprint = header(type, message);
        Schema writer = schema(type, fingerprint);
        try {
            PayloadCheck.check(writer, message, HEADER);
            var reader = readers.computeIfAbsent(
                    new ReaderKey(type, fingerprint),
                    key -> new SpecificDatumReader<>(writer, data.getSchema(type), data));
            var decoder = DecoderFactory.get().binaryDecoder(message, HEADER, message.length - HEADER, null);
            return type.cast(reader.read(null, decoder));
        } catch (PayloadCheck.Malformed e) {
            throw undecodable(type, "its body is broken: " + e.getMessage(), e);
        } catch (AvroRuntimeException | ClassCastException | IOException e) {
            // Avro's own reasons: a schema of the right name that the compatibility rules do not cover.
            throw undecodable(type, "its schema " + Fingerprint.hex(fingerprint) + " does not fit: " + firstLine(e), e);
        }
    }

    /** The fingerprint that a message names, as 16 hexadecimal digits; empty if it is not in single-object encoding. */
    public static Optional<String> fingerprint(byte[] message) {
        return marked(message) ? Optional.of(Fingerprint.hex(fingerprintOf(message))) : Optional.empty();
    }

    private static boolean marked(byte[] message) {
        return message.length >= HEADER && message[0] == MARK_0 && message[1] == MARK_1;
    }

    private static long fingerprintOf(byte[] message) {
        return ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
    }

    private static long header(Class<?> type, byte[] message) throws LapidaryException {
        if (!marked(message)) {
            if (message.length == 0) {
                throw undecodable(type, "it has 0 bytes", null);
            }
            int shown = Math.min(message.length, 8);
            throw undecodable(
                    type,
                    "its " + message.length + " bytes begin with '"
                            + HexFormat.of().formatHex(message, 0, shown) + "' instead of 'c301' and a fingerprint",
                    null);
        }
        return fingerprintOf(message);
    }

    private Schema schema(Class<?> type, long fingerprint) throws LapidaryException {
        Schema writer = find(fingerprint)
                .orElseThrow(() -> new LapidaryException(
                        ErrorCodes.UNKNOWN_SCHEMA,
                        "No schema with the fingerprint " + Fingerprint.hex(fingerprint) + " is known.",
                        "Publish the schema to " + Topics.SCHEMAS
                                + " before the first message that is written with it."));
        String expected = data.getSchema(type).getFullName();
        if (writer.getType() != Schema.Type.RECORD || !writer.getFullName().equals(expected)) {
            throw undecodable(
                    type,
                    "it is a " + (writer.getType() == Schema.Type.RECORD ? writer.getFullName() : writer.getType())
                            + ", expected is a " + expected,
                    null);
        }
        return writer;
    }

    private Optional<Schema> find(long fingerprint) {
        try {
            return catalog.await(fingerprint, patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return catalog.find(fingerprint);
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static LapidaryException undecodable(Class<?> type, String why, Exception cause) {
        return new LapidaryException(
                ErrorCodes.UNDECODABLE_MESSAGE,
                "The message is no " + type.getSimpleName() + ": " + why + ".",
                "Send Avro's single-object encoding with a schema that is compatible with the platform's.",
                cause);
    }
}
