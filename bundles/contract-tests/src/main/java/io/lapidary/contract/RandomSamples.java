package io.lapidary.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import io.lapidary.api.Digest;
import io.lapidary.api.dataset.SampleArray;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.model.Tensor;

/** Random samples for a model's inputs, the same at every run. */
public final class RandomSamples {
    private static final int LARGEST_INTEGER = 4;

    private final Random random;
    private final long count;
    private final Path folder;

    /**
     * @param folder where the arrays are written
     */
    public RandomSamples(long seed, int count, Path folder) {
        this.random = new Random(seed);
        this.count = count;
        this.folder = folder;
    }

    /** Normally distributed numbers for float inputs, 0 to 3 for integers. */
    public SampleSet of(List<Tensor> inputs) throws IOException {
        return set(inputs, Optional.empty());
    }

    /** The same, each labelled with one of so many classes. */
    public SampleSet labelled(List<Tensor> inputs, int classes) throws IOException {
        var spec = new TensorSpec("labels", ElementType.INT64, List.of());
        return set(inputs, Optional.of(array(spec, "labels.bin", classes)));
    }

    private SampleSet set(List<Tensor> inputs, Optional<SampleArray> labels) throws IOException {
        var arrays = new ArrayList<SampleArray>();
        for (Tensor input : inputs) {
            arrays.add(array(spec(input), "input" + arrays.size() + ".bin", LARGEST_INTEGER));
        }
        var digests = new StringBuilder();
        for (SampleArray array : arrays) {
            digests.append(Digest.of(array.file()));
        }
        return new SampleSet(arrays, labels, count, Digest.of(digests.toString()));
    }

    /** A batch dimension is one in front that is 1 or dynamic. */
    private static TensorSpec spec(Tensor input) {
        int[] shape = input.shape().dims();
        int[] signature = input.shapeSignature().dims();
        var dims = new ArrayList<Integer>();
        for (int i = 0; i < shape.length; i++) {
            if (i > 0 || signature[0] > 1) {
                dims.add(shape[i]);
            }
        }
        return new TensorSpec(input.name(), ElementType.valueOf(input.type().name()), dims);
    }

    private SampleArray array(TensorSpec spec, String file, int bound) {
        int elements = Math.toIntExact(count * spec.elements());
        var bytes = ByteBuffer.allocate((int) spec.type().bytes(elements)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < elements; i++) {
            switch (spec.type()) {
                case FLOAT32 -> bytes.putFloat((float) random.nextGaussian());
                case FLOAT64 -> bytes.putDouble(random.nextGaussian());
                case INT8, UINT8 -> bytes.put((byte) random.nextInt(bound));
                case BOOL -> bytes.put((byte) random.nextInt(2));
                case INT16, UINT16 -> bytes.putShort((short) random.nextInt(bound));
                case INT32, UINT32 -> bytes.putInt(random.nextInt(bound));
                case INT64, UINT64 -> bytes.putLong(random.nextInt(bound));
                case FLOAT16, BFLOAT16, INT4 ->
                    throw new IllegalArgumentException(
                            "no samples are made for an input of type " + spec.type() + "; give some");
            }
        }
        try {
            return new SampleArray(spec, Files.write(folder.resolve(file), bytes.array()));
        } catch (IOException e) {
            throw new UncheckedIOException("samples cannot be written", e);
        }
    }
}
