package com.example.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.MissingSchemaException;
import org.apache.avro.message.SchemaStore;

/**
 * Messages in Avro's single-object encoding: {@code c3 01}, the CRC-64-AVRO fingerprint of the writer's schema (8 bytes, little
 * endian), the body. Avro's own encoder and decoder do that.
 */
final class Messages {
    static final Schema REQUEST = own("OptimizationRequest");
    static final Schema EVENT = own("LifecycleEvent");
    static final Schema RESULT = own("OptimizationResult");

    /** Schemas that others write with. The node may be newer than this program. */
    private final SchemaStore.Cache writers = new SchemaStore.Cache();

    private final BinaryMessageEncoder<GenericRecord> requests = new BinaryMessageEncoder<>(GenericData.get(), REQUEST);
    private final BinaryMessageDecoder<GenericRecord> events =
            new BinaryMessageDecoder<>(GenericData.get(), EVENT, writers);
    private final BinaryMessageDecoder<GenericRecord> results =
            new BinaryMessageDecoder<>(GenericData.get(), RESULT, writers);

    /** Takes in a message of the topic lapidary.schemas: a schema as JSON. */
    void learn(String json) {
        writers.addSchema(new Schema.Parser().parse(json));
    }

    byte[] encode(GenericRecord request) throws IOException {
        ByteBuffer bytes = requests.encode(request);
        byte[] message = new byte[bytes.remaining()];
        bytes.get(message);
        return message;
    }

    /** Empty if its schema is not known yet: it comes by another topic, which may be behind. */
    Optional<GenericRecord> event(byte[] message) throws IOException {
        return decode(events, message);
    }

    /** Empty if its schema is not known yet. */
    Optional<GenericRecord> result(byte[] message) throws IOException {
        return decode(results, message);
    }

    private static Optional<GenericRecord> decode(BinaryMessageDecoder<GenericRecord> decoder, byte[] message)
            throws IOException {
        try {
            return Optional.of(decoder.decode(message));
        } catch (MissingSchemaException e) {
            return Optional.empty();
        }
    }

    private static Schema own(String name) {
        String resource = "/schemas/" + name + ".avsc";
        try (InputStream in = Messages.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(
                        resource + " is not in the jar: build it with -Dlapidary.schemas=/path/to/docs/schemas");
            }
            return new Schema.Parser().parse(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
