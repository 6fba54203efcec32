package io.lapidary.engine;

import java.io.IOException;
import java.io.UncheckedIOException;

import org.apache.avro.Protocol;

/**
 * The calls of one engine: an Avro protocol ({@code .avpr}) whose messages take one record each and answer with one, both
 * Java records with components of the same names.
 *
 * <p>Both sides are made from one build, so a mismatch is a fault of ours and no error for a user.
 */
public final class EngineProtocol {
    private final Protocol protocol;

    private EngineProtocol(Protocol protocol) {
        this.protocol = protocol;
    }

    /** Reads the protocol from a resource beside a class. */
    public static EngineProtocol of(Class<?> beside, String resource) {
        return new EngineProtocol(AvroRecords.protocol(beside, resource));
    }

    /** A call's arguments as bytes. */
    public byte[] request(String message, Record arguments) {
        return encode(message(message).getRequest(), arguments);
    }

    /** A call's arguments from bytes. */
    public <T extends Record> T request(String message, Class<T> type, byte[] bytes) {
        return decode(message(message).getRequest(), type, bytes);
    }

    /** A call's answer as bytes. */
    public byte[] response(String message, Record answer) {
        return encode(message(message).getResponse(), answer);
    }

    /** A call's answer from bytes. */
    public <T extends Record> T response(String message, Class<T> type, byte[] bytes) {
        return decode(message(message).getResponse(), type, bytes);
    }

    private Protocol.Message message(String name) {
        var message = protocol.getMessages().get(name);
        if (message == null) {
            throw new IllegalArgumentException("protocol " + protocol.getName() + " has no message '" + name
                    + "', only " + protocol.getMessages().keySet());
        }
        return message;
    }

    private static byte[] encode(org.apache.avro.Schema schema, Record value) {
        try {
            return AvroRecords.encode(RecordMapper.toAvro(schema, value));
        } catch (IOException e) {
            throw new UncheckedIOException("a " + schema.getName() + " cannot be encoded", e);
        }
    }

    private static <T extends Record> T decode(org.apache.avro.Schema schema, Class<T> type, byte[] bytes) {
        try {
            return RecordMapper.fromAvro(type, AvroRecords.decode(schema, bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("a " + schema.getName() + " cannot be decoded", e);
        }
    }
}
