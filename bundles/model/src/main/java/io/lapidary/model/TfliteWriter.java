package io.lapidary.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

import io.lapidary.api.LapidaryException;
import io.lapidary.model.internal.ModelErrors;
import io.lapidary.model.internal.flat.FlatLayout;
import io.lapidary.model.internal.flat.FlatSink;
import io.lapidary.model.internal.flat.FlatStream;
import io.lapidary.model.internal.schema.Schema;

/**
 * Writes models. The same model gives the same bytes. Buffers are streamed; where the whole would pass 2 GB, or where the model
 * came so, they are put behind the flatbuffer, aligned to 16 bytes.
 */
public final class TfliteWriter {
    /** The format's offsets end at 2^31; the rest is room for what the estimate does not see. */
    static final long LARGEST_FLATBUFFER = Integer.MAX_VALUE - (1L << 20);

    /** Smaller buffers stay within the flatbuffer, where tools look for shapes and axes. */
    private static final int LEAST_BEHIND = 4096;

    private static final int ALIGNMENT = 16;

    private final Model model;
    private final long largestFlatbuffer;

    TfliteWriter(Model model, long largestFlatbuffer) {
        this.model = model;
        this.largestFlatbuffer = largestFlatbuffer;
    }

    /**
     * Writes a file beside the target and moves it there, so that the target is never half written and may be the file that
     * the model was read from.
     *
     * @throws LapidaryException UNKNOWN_MODEL_FIELD if something would be lost, UNSUPPORTED_MODEL if it cannot be expressed
     */
    public static void write(Model model, Path file) throws IOException, LapidaryException {
        new TfliteWriter(model, LARGEST_FLATBUFFER).write(file);
    }

    /** Writes to a channel, which stays open. */
    public static void write(Model model, WritableByteChannel out) throws IOException, LapidaryException {
        new TfliteWriter(model, LARGEST_FLATBUFFER).write(out);
    }

    /** The file's bytes, for small models. */
    public static byte[] toBytes(Model model) throws LapidaryException {
        var bytes = new ByteArrayOutputStream();
        try {
            write(model, Channels.newChannel(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("a computed buffer could not be made", e);
        }
        return bytes.toByteArray();
    }

    void write(Path file) throws IOException, LapidaryException {
        var target = file.toAbsolutePath();
        var unfinished = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".unfinished");
        try {
            try (var channel = FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                write(channel);
            }
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    void write(WritableByteChannel channel) throws IOException, LapidaryException {
        if (!model.unknownFields().isEmpty()) {
            throw ModelErrors.unknown(model.unknownFields());
        }
        var graph = new GraphWriter(model, goesBehind());
        var layout = new FlatLayout(Schema.tflite(), graph.root());
        if (layout.size() > Integer.MAX_VALUE) {
            throw ModelErrors.unsupported(
                    "The model's structure without weights takes " + layout.size() + " bytes; 2147483647 are possible.",
                    "Split the model.");
        }
        long end = layout.size();
        for (var content : graph.behind()) {
            long offset = aligned(end);
            content.table().setPresent(content.offsetField(), offset);
            end = offset + content.content().size();
        }
        var out = new FlatSink(channel);
        layout.writeTo(out);
        for (var content : graph.behind()) {
            out.padTo(aligned(out.position()));
            out.write(new FlatStream(content.content().size(), content.content()::writeTo));
        }
        out.flush();
    }

    private static long aligned(long position) {
        return (position + ALIGNMENT - 1) & -ALIGNMENT;
    }

    private Predicate<Buffer> goesBehind() {
        long within = 0;
        for (Buffer buffer : model.bufferList()) {
            within += buffer.content().size() + 2L * ALIGNMENT;
        }
        Set<Buffer> named = new HashSet<>(model.metadataBufferList());
        model.metadataList().forEach(entry -> named.add(entry.buffer()));
        boolean tooLarge = within > largestFlatbuffer;
        return buffer ->
                cameBehind(buffer) || tooLarge && buffer.content().size() >= LEAST_BEHIND && !named.contains(buffer);
    }

    private static boolean cameBehind(Buffer buffer) {
        return buffer.content() instanceof BufferContent.Mapped mapped && mapped.behind();
    }
}
