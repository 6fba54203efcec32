package io.lapidary.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.LapidaryException;

/** Models beyond 2 GB, and the way there: buffers behind the flatbuffer, read and written without passing through the heap. */
class HugeModelTest {
    private static final int WEIGHT = 740 << 20;
    private static final int WEIGHTS = 3;

    @TempDir
    private Path folder;

    @Test
    void buffersGoBehindTheFlatbufferWhenTheWholeIsTooLarge() throws Exception {
        var builder = SampleModels.dense();
        builder.constant("large", TensorType.INT8, Shape.of(5000), BufferContent.of(pattern(5000)));
        var file = folder.resolve("behind.tflite");
        new TfliteWriter(builder.build(), 4096).write(file);
        var model = TfliteReader.read(file);
        var large = model.main().tensor("large").orElseThrow();
        assertThat(large.buffer().content())
                .isInstanceOfSatisfying(
                        BufferContent.Mapped.class,
                        mapped -> assertThat(mapped.behind()).isTrue());
        assertThat(large.buffer().source().bits(FieldIds.BUFFER_OFFSET) % 16).isZero();
        assertThat(large.data()).isEqualTo(ByteBuffer.wrap(pattern(5000)));
        assertThat(model.main().tensor("bias").orElseThrow().buffer().content())
                .as("a small constant stays within")
                .isInstanceOfSatisfying(
                        BufferContent.Mapped.class,
                        mapped -> assertThat(mapped.behind()).isFalse());

        var again = folder.resolve("again.tflite");
        TfliteWriter.write(model, again);
        assertThat(Files.mismatch(file, again)).isEqualTo(-1);
    }

    @Test
    void moreThanTwoGigabytesPassThroughASmallHeap() throws Exception {
        assumeThat(Files.getFileStore(folder).getUsableSpace())
                .as("skipped: needs 4 GB of free disk")
                .isGreaterThan(4L << 30);
        var file = folder.resolve("huge.tflite");
        writeHuge(file);
        var copy = folder.resolve("copy.tflite");
        var model = TfliteReader.read(file);
        ModelEditor.of(model).description("copied");
        TfliteWriter.write(model, copy);
        assertThat(Files.size(copy)).isGreaterThan((long) WEIGHT * WEIGHTS).isGreaterThan(Integer.MAX_VALUE);

        var again = TfliteReader.read(copy);
        assertThat(again.description()).isEqualTo("copied");
        for (int i = 0; i < WEIGHTS; i++) {
            var data = again.main().tensor("w" + i).orElseThrow().data();
            assertThat(data.remaining()).isEqualTo(WEIGHT);
            assertThat(data.get(0)).isEqualTo((byte) (i + 1));
            assertThat(data.get(WEIGHT - 1)).isEqualTo((byte) (i + 101));
        }
        Files.delete(file);
        Files.delete(copy);
    }

    /** Weights of zeros with a mark at either end, which the file system keeps as holes. */
    private static void writeHuge(Path file) throws Exception {
        var builder = new ModelBuilder("huge");
        builder.output(builder.input("x", TensorType.INT8, 1, 1));
        for (int i = 0; i < WEIGHTS; i++) {
            var buffer = builder.editor().addBuffer(BufferContent.NONE);
            buffer.source().setPresent(FieldIds.BUFFER_OFFSET, offset(i));
            buffer.source().setPresent(FieldIds.BUFFER_SIZE, WEIGHT);
            var tensor = builder.tensor("w" + i, TensorType.INT8, WEIGHT);
            builder.editor().tensor(tensor).data(buffer);
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            TfliteWriter.write(builder.build(), channel);
            for (int i = 0; i < WEIGHTS; i++) {
                channel.write(ByteBuffer.wrap(new byte[] {(byte) (i + 1)}), offset(i));
                channel.write(ByteBuffer.wrap(new byte[] {(byte) (i + 101)}), offset(i) + WEIGHT - 1);
            }
        }
    }

    private static long offset(int weight) {
        return 65536 + (long) weight * WEIGHT;
    }

    private static byte[] pattern(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 31);
        }
        return bytes;
    }

    @Test
    void aHostilePlaceBehindTheFlatbufferIsRefused() throws Exception {
        var builder = SampleModels.dense();
        var buffer = builder.editor().addBuffer(BufferContent.NONE);
        buffer.source().setPresent(FieldIds.BUFFER_OFFSET, Long.MAX_VALUE - 3);
        buffer.source().setPresent(FieldIds.BUFFER_SIZE, 100);
        var file = folder.resolve("hostile.tflite");
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            TfliteWriter.write(builder.build(), channel);
        }
        assertThatThrownBy(() -> TfliteReader.read(file))
                .isInstanceOf(LapidaryException.class)
                .hasMessageContaining("buffer 3");
    }
}
