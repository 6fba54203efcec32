package io.lapidary.engine;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

import org.apache.avro.Protocol;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** Frames over a byte channel: a 4-byte big-endian length, then the frame in Avro binary. Not thread-safe. */
final class FrameChannel implements AutoCloseable {
    /** Records and numbers cross, never tensors; a longer frame is a broken or hostile process. */
    static final int MAX_FRAME_BYTES = 128 << 20;

    private static final Protocol PROTOCOL = AvroRecords.protocol(FrameChannel.class, "frame.avpr");
    private static final Schema FRAME = PROTOCOL.getType("io.lapidary.engine.Frame");
    private static final Schema KIND = PROTOCOL.getType("io.lapidary.engine.Kind");

    private final ByteChannel channel;

    FrameChannel(ByteChannel channel) {
        this.channel = channel;
    }

    static Schema failureSchema() {
        return PROTOCOL.getType("io.lapidary.engine.Failure");
    }

    void write(Frame frame) throws IOException {
        var fields = new GenericData.Record(FRAME);
        fields.put("call", frame.call());
        fields.put("kind", new GenericData.EnumSymbol(KIND, frame.kind().name()));
        fields.put("operation", frame.operation());
        fields.put("payload", ByteBuffer.wrap(frame.payload()));
        byte[] body = AvroRecords.encode(fields);
        if (body.length > MAX_FRAME_BYTES) {
            throw new IOException("a frame of " + body.length + " bytes is over the limit of " + MAX_FRAME_BYTES);
        }
        var out = ByteBuffer.allocate(4 + body.length)
                .putInt(body.length)
                .put(body)
                .flip();
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    Frame read() throws IOException {
        int length = fill(ByteBuffer.allocate(4)).getInt();
        if (length < 0 || length > MAX_FRAME_BYTES) {
            throw new IOException("a frame of " + Integer.toUnsignedString(length) + " bytes is over the limit of "
                    + MAX_FRAME_BYTES);
        }
        GenericRecord fields =
                AvroRecords.decode(FRAME, fill(ByteBuffer.allocate(length)).array());
        var payload = (ByteBuffer) fields.get("payload");
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        return new Frame(
                (Long) fields.get("call"),
                Frame.Kind.valueOf(fields.get("kind").toString()),
                fields.get("operation").toString(),
                bytes);
    }

    private ByteBuffer fill(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the other side has closed the connection");
            }
        }
        return buffer.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
