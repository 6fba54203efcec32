import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

import io.lapidary.model.BufferContent;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteWriter;

/**
 * Writes a float32 model of fully connected layers in a row, [1, WIDTH] to [1, WIDTH], with weights that are noise:
 * {@code java LargeModel.java FILE LAYERS [WIDTH]}. With the default width of 4,096 a layer takes 67.1 MB.
 */
public final class LargeModel {
    private LargeModel() {}

    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0]);
        int layers = Integer.parseInt(arguments[1]);
        int width = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 4096;
        var builder = new ModelBuilder("benchmark");
        Tensor before = builder.input("input", TensorType.FLOAT32, 1, width);
        for (int i = 0; i < layers; i++) {
            Tensor weights = builder.constant(
                    "weights" + i, TensorType.FLOAT32, Shape.of(width, width), noise(i + 1, (long) width * width, width));
            Tensor after = builder.tensor("layer" + i, TensorType.FLOAT32, 1, width);
            builder.operator(BuiltinOperator.FULLY_CONNECTED)
                    .inputs(before, weights)
                    .outputs(after)
                    .append();
            before = after;
        }
        builder.output(before);
        TfliteWriter.write(builder.build(), file);
        System.out.println(file.getFileName() + " " + Files.size(file) + " bytes");
    }

    /** Uniform in ±sqrt(3 / width), so that the signal neither grows nor fades from layer to layer. */
    private static BufferContent noise(long seed, long count, int width) {
        float scale = (float) (Math.sqrt(3.0 / width) / (1 << 23));
        return BufferContent.computed(count * Float.BYTES, out -> write(out, seed, count, scale));
    }

    private static void write(WritableByteChannel out, long seed, long count, float scale) throws IOException {
        var piece = ByteBuffer.allocate(1 << 18).order(ByteOrder.LITTLE_ENDIAN);
        long state = seed * 0x9E3779B97F4A7C15L;
        for (long i = 0; i < count; i++) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
            piece.putFloat(((int) (state >>> 40) - (1 << 23)) * scale);
            if (!piece.hasRemaining() || i == count - 1) {
                piece.flip();
                while (piece.hasRemaining()) {
                    out.write(piece);
                }
                piece.clear();
            }
        }
    }
}
