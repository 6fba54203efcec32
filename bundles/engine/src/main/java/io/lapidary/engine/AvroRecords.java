package io.lapidary.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

import org.apache.avro.Protocol;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** Avro records to and from bytes, and protocols read from a bundle's resources. */
final class AvroRecords {
    private AvroRecords() {}

    /** Reads a protocol ({@code .avpr}) that lies beside a class. */
    static Protocol protocol(Class<?> beside, String resource) {
        try (InputStream in = beside.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + resource + " beside " + beside.getName());
            }
            return Protocol.parse(in);
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " cannot be read", e);
        }
    }

    static byte[] encode(GenericRecord fields) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(fields.getSchema()).write(fields, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    /** @throws IOException also where the bytes are no record of that schema */
    static GenericRecord decode(Schema schema, byte[] bytes) throws IOException {
        try {
            return new GenericDatumReader<GenericRecord>(schema)
                    .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
        } catch (RuntimeException e) {
            // Avro has many exceptions for broken bytes, of no common type.
            throw new IOException("bytes that are no " + schema.getFullName() + ": " + e.getMessage(), e);
        }
    }
}
