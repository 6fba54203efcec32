package io.lapidary.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.model.check.ModelChecker;
import io.lapidary.model.summary.ModelSummary;

/** Broken, truncated and hostile bytes: an error or a model that can be walked, never anything else. */
class HostileBytesTest {
    private static final int MUTATIONS = 20_000;
    private static final int[] WORDS = {0, 1, -1, 4, 8, 0x7FFFFFFF, 0x80000000, 0x7FFFFFF0, 0xFFFF, 0x10000, -8};

    @Test
    void bytesThatAreNoModelAreRefused() {
        for (byte[] bytes : List.of(new byte[0], new byte[7], new byte[64], "<html>not a model</html>".getBytes())) {
            assertThatThrownBy(() -> TfliteReader.read(ByteBuffer.wrap(bytes)))
                    .isInstanceOfSatisfying(
                            LapidaryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCodes.NOT_A_MODEL));
        }
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void everyTruncationOfARichModelIsAnErrorOrAModel() throws Exception {
        byte[] bytes = TfliteWriter.toBytes(SampleModels.rich());
        int refused = 0;
        for (int length = 0; length < bytes.length; length++) {
            refused += survive(Arrays.copyOf(bytes, length)) ? 0 : 1;
        }
        assertThat(refused).isGreaterThan(bytes.length * 9 / 10);
    }

    @Test
    @Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void mutationsOfAMadeModelNeverDoHarm() throws Exception {
        mutate(TfliteWriter.toBytes(SampleModels.rich()), MUTATIONS, 1);
    }

    @Test
    @Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void mutationsOfRealModelsNeverDoHarm() throws Exception {
        for (Path file : RealModels.all()) {
            if (Files.size(file) < 1 << 20) {
                mutate(Files.readAllBytes(file), 800, 2);
            }
        }
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void millionsOfOffsetsToOneTableDoNotFillTheHeap() {
        assertThatThrownBy(() -> TfliteReader.read(sharedBuffers(3_000_000, 4)))
                .isInstanceOf(LapidaryException.class)
                .hasMessageContaining("would take more than 128 MB");
    }

    @Test
    void buffersThatOverlapManyTimesOverAreRefused() {
        assertThatThrownBy(() -> TfliteReader.read(sharedBuffers(1000, 1 << 20)))
                .isInstanceOf(LapidaryException.class)
                .hasMessageContaining("overlap");
    }

    @Test
    void anEmptyFileIsNoModel(@TempDir Path folder) throws Exception {
        var file = Files.createFile(folder.resolve("empty.tflite"));
        assertThatThrownBy(() -> TfliteReader.read(file))
                .isInstanceOfSatisfying(
                        LapidaryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCodes.NOT_A_MODEL));
    }

    /** A model whose buffers are all one table, of {@code size} bytes: the vtables, then the tables that point at them. */
    private static ByteBuffer sharedBuffers(int count, int size) {
        int vector = 32;
        int vtable = vector + 4 + 4 * count;
        int table = vtable + 8;
        var bytes = ByteBuffer.allocate(table + 12 + size).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(24).put("TFL3".getBytes());
        bytes.putShort((short) 14).putShort((short) 8).putShort(16, (short) 0).putShort(20, (short) 4);
        bytes.putInt(24, 16).putInt(28, vector - 28).putInt(vector, count);
        for (int i = 0; i < count; i++) {
            int at = vector + 4 + 4 * i;
            bytes.putInt(at, table - at);
        }
        bytes.putShort(vtable, (short) 6).putShort(vtable + 2, (short) 8).putShort(vtable + 4, (short) 4);
        bytes.putInt(table, 8).putInt(table + 4, 4).putInt(table + 8, size);
        return bytes.rewind();
    }

    private static void mutate(byte[] original, int mutations, int seed) {
        int refused = 0;
        for (int i = 0; i < mutations; i++) {
            byte[] bytes = mutation(original, new Random(1_000_003L * seed + i));
            try {
                refused += survive(bytes) ? 0 : 1;
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                throw new AssertionError("mutation " + i + " of seed " + seed, e);
            }
        }
        // Both ways must be well travelled, or this proves nothing.
        assertThat(refused).isBetween(mutations / 20, mutations * 19 / 20);
    }

    private static byte[] mutation(byte[] original, Random random) {
        byte[] bytes = original.clone();
        // Structure lies in front, so mutations there tell more than those of weights.
        int reach = random.nextBoolean() ? bytes.length : Math.min(bytes.length, 4096);
        for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
            int at = 8 + random.nextInt(reach - 16);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> word(bytes, at & ~3, WORDS[random.nextInt(WORDS.length)]);
                case 3 -> word(bytes, at & ~3, random.nextInt(bytes.length));
                case 4 -> word(bytes, at & ~3, word(bytes, 8 + 4 * random.nextInt(reach / 4 - 4)));
                default -> {
                    int length = Math.min(1 + random.nextInt(64), bytes.length - at);
                    System.arraycopy(original, random.nextInt(bytes.length - length), bytes, at, length);
                }
            }
        }
        return random.nextInt(20) == 0 ? Arrays.copyOf(bytes, 8 + random.nextInt(bytes.length - 8)) : bytes;
    }

    private static void word(byte[] bytes, int at, int value) {
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
    }

    private static int word(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
    }

    /** Reads and, if that works, looks at everything and writes it. Whether the bytes were taken for a model. */
    private static boolean survive(byte[] bytes) {
        try {
            var model = TfliteReader.read(ByteBuffer.wrap(bytes));
            walk(model);
            ModelChecker.check(model);
            ModelSummary.of(model);
            if (model.unknownFields().isEmpty()) {
                var out = new Counter();
                TfliteWriter.write(model, out);
                assertThat(out.bytes).isLessThan(16L * bytes.length + (80 << 20));
            } else {
                assertThatThrownBy(() -> ModelEditor.of(model)).isInstanceOf(LapidaryException.class);
            }
            return true;
        } catch (LapidaryException e) {
            assertThat(e.getMessage()).isNotBlank();
            return false;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void walk(Model model) {
        var seen = new ArrayList<Object>();
        for (Subgraph graph : model.subgraphs()) {
            for (Tensor tensor : graph.tensors()) {
                seen.add(tensor.toString() + tensor.quantization() + tensor.sparsity() + tensor.blockwise());
                tensor.quantization().ifPresent(quantization -> seen.add(quantization.zeroPoints()));
            }
            for (Operator operator : graph.operators()) {
                var options = operator.options();
                options.fieldNames().forEach(name -> seen.add(options.isPresent(name)));
                seen.add(options.fusedActivation() + operator.calledSubgraphs());
            }
        }
        model.metadataNames().forEach(name -> seen.add(model.metadata(name)));
        assertThat(seen).isNotNull();
    }

    private static final class Counter implements WritableByteChannel {
        private long bytes;

        @Override
        public int write(ByteBuffer from) {
            int size = from.remaining();
            bytes += size;
            from.position(from.limit());
            return size;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
