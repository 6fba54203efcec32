package io.lapidary.coordinator.internal.state;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

import io.lapidary.coordinator.internal.machine.Packed;
import io.lapidary.coordinator.internal.machine.RequestState;
import io.lapidary.events.OptimizationRequest;
import io.lapidary.events.codec.MessageCodec;

/** Live requests as Avro; the second byte is the version of the schema they are written with. */
final class LiveCodec {
    private static final int HEADER = 2;

    private final MessageCodec codec;
    private final ItemForm items;
    private final StateSchemas schemas = new StateSchemas();
    private final Schema schema = schemas.current();
    private final GenericDatumWriter<GenericRecord> writer = new GenericDatumWriter<>(schema);
    private final Map<Integer, GenericDatumReader<GenericRecord>> readers = new HashMap<>();

    LiveCodec(MessageCodec codec) {
        this.codec = codec;
        this.items = new ItemForm(codec, schema.getField("items").schema());
    }

    byte[] encode(RequestState state, byte kind) {
        var form = new GenericData.Record(schema);
        form.put("tenant", state.tenant());
        form.put(
                "digest",
                new GenericData.Fixed(
                        schema.getField("digest").schema(), HexFormat.of().parseHex(state.digest())));
        form.put("arrivedAt", state.arrivedAt());
        form.put("traceparent", state.traceparent());
        form.put("request", ByteBuffer.wrap(state.request().bytes()));
        form.put("round", state.round());
        form.put("planner", state.planner());
        form.put("reason", state.reason());
        form.put("publishFrom", state.publishFrom());
        form.put("items", state.items().stream().map(items::toForm).toList());
        var out = new ByteArrayOutputStream(state.request().bytes().length + 512);
        out.write(kind);
        out.write(StateSchemas.CURRENT);
        var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        try {
            writer.write(form, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
        return out.toByteArray();
    }

    RequestState decode(String requestId, byte[] bytes) {
        int version = bytes[1];
        var reader = readers.computeIfAbsent(version, v -> reader(requestId, v));
        try {
            var decoder = DecoderFactory.get().binaryDecoder(bytes, HEADER, bytes.length - HEADER, null);
            return state(requestId, reader.read(null, decoder));
        } catch (AvroRuntimeException | IOException e) {
            throw new IllegalStateException("the state of '" + requestId + "' is broken: " + e.getMessage(), e);
        }
    }

    private GenericDatumReader<GenericRecord> reader(String requestId, int version) {
        Schema written = schemas.version(version)
                .orElseThrow(() -> new IllegalStateException("the state of '" + requestId + "' was written by a later"
                        + " release (form " + version + "; known up to " + StateSchemas.CURRENT + ")"));
        return new GenericDatumReader<>(written, schema);
    }

    private RequestState state(String requestId, GenericRecord form) {
        var digest = (GenericData.Fixed) form.get("digest");
        List<?> list = (List<?>) form.get("items");
        return new RequestState(
                requestId,
                form.get("tenant").toString(),
                HexFormat.of().formatHex(digest.bytes()),
                (Long) form.get("arrivedAt"),
                form.get("traceparent").toString(),
                Packed.ofBytes(codec, OptimizationRequest.class, bytes(form.get("request"))),
                (Integer) form.get("round"),
                form.get("planner").toString(),
                form.get("reason").toString(),
                (Integer) form.get("publishFrom"),
                list.stream().map(item -> items.fromForm((GenericRecord) item)).toList());
    }

    static byte[] bytes(Object value) {
        ByteBuffer buffer = ((ByteBuffer) value).duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
