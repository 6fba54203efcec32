package io.lapidary.dataset.internal.convert;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.dataset.DataOptions;
import io.lapidary.dataset.internal.source.DataErrors;

/** Makes of stored samples what one input takes. Not thread-safe. */
public final class ArrayConverter {
    /** Takes the elements of a sample, in pieces. */
    public interface Output {
        void write(ByteBuffer piece) throws IOException;
    }

    private static final int CHUNK = 8192;

    private final String data;
    private final TensorSpec input;
    private final TensorSpec stored;
    private final InputOptions options;
    private final ElementEncoder encoder;
    private final boolean copies;
    private final boolean flat;
    private Optional<List<Integer>> written = Optional.empty();
    private List<Integer> knownShape = List.of(-1);
    private ValueMapping mapping;
    private double[] row = new double[CHUNK];
    private ByteBuffer encoded = ByteBuffer.allocate(0);

    /**
     * @param data what to call the samples in messages
     * @param input with its batch dimension
     * @param stored a sample as it is stored; its shape may be open
     * @param only whether the model has no other input
     * @param flat whether samples have no shape of their own, see SampleStream
     */
    public ArrayConverter(
            String data, TensorSpec input, TensorSpec stored, DataOptions options, boolean only, boolean flat)
            throws LapidaryException {
        this.data = data;
        this.input = input;
        this.stored = stored;
        this.options = InputOptions.of(data, options, input, stored, only);
        this.flat = flat && this.options.geometry().isAsStored();
        this.encoder = new ElementEncoder(this.options.type());
        this.copies = this.options.type() == stored.type()
                && !stored.type().isFloat()
                && stored.type() != ElementType.BOOL
                && !this.options.values().given()
                && this.options.geometry().isAsStored();
        this.mapping = new ValueMapping(DataOptions.Values.AS_STORED, 1);
    }

    /** A sample as it is written, once one has been converted. */
    public Optional<TensorSpec> written() {
        return written.map(shape -> new TensorSpec(input.name(), options.type(), shape));
    }

    /**
     * Converts one sample.
     *
     * @param shape its own shape; static
     * @param index its place in the data, for messages
     */
    public void convert(ByteBuffer sample, List<Integer> shape, long index, Output out)
            throws IOException, LapidaryException {
        ByteBuffer bytes = sample.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        Optional<PixelRows> image = options.geometry().isAsStored()
                ? Optional.empty()
                : Optional.of(ImagePreparation.of(data, index, bytes, stored.type(), shape, options.geometry()));
        List<Integer> own = flat ? ShapeMatch.unflatten(input.shape(), shape) : shape;
        check(image.map(i -> List.of(i.height(), i.width(), i.channels())).orElse(own), index);
        try {
            if (copies) {
                out.write(bytes);
            } else if (image.isPresent()) {
                convertRows(image.get(), out);
            } else {
                convertChunks(bytes, elements(shape), out);
            }
        } catch (BadValue e) {
            throw refused(e, index);
        }
    }

    private void check(List<Integer> shape, long index) throws LapidaryException {
        if (shape.equals(knownShape)) {
            return;
        }
        List<Integer> expected = written.orElse(ShapeMatch.sampleShape(input.shape()));
        List<Integer> result = ShapeMatch.match(input.shape(), shape)
                .filter(s -> written.isEmpty() || written.get().equals(s))
                .orElseThrow(() -> DataErrors.mismatch(
                        data,
                        "sample " + index + " has shape " + shape + ", expected " + expected + " for input " + input,
                        MismatchAdvice.of(expected, shape)));
        if (written.isEmpty()) {
            mapping = mapping(result);
            written = Optional.of(result);
        }
        knownShape = shape;
    }

    private ValueMapping mapping(List<Integer> shape) throws LapidaryException {
        var values = options.values();
        int channels = shape.isEmpty() ? 1 : shape.get(shape.size() - 1);
        for (var list : List.of(values.mean(), values.std())) {
            if (list.size() != 1 && list.size() != channels) {
                throw DataErrors.option(
                        data,
                        "mean or std has " + list.size() + " numbers, but samples of shape " + shape + " have "
                                + channels + " channels",
                        "Give one number, or " + channels + ".");
            }
        }
        return new ValueMapping(values, channels);
    }

    private void convertRows(PixelRows image, Output out) throws IOException, BadValue {
        int n = image.rowElements();
        if (row.length < n) {
            row = new double[n];
        }
        for (int y = 0; y < image.height(); y++) {
            image.row(y, row);
            write(n, (long) y * n, out);
        }
    }

    private void convertChunks(ByteBuffer bytes, int elements, Output out) throws IOException, BadValue {
        for (int from = 0; from < elements; from += CHUNK) {
            int n = Math.min(CHUNK, elements - from);
            Elements.numbers(bytes, stored.type(), from, row, n);
            write(n, from, out);
        }
    }

    private void write(int n, long position, Output out) throws IOException, BadValue {
        mapping.apply(row, n, position);
        int size = Math.toIntExact(options.type().bytes(n));
        if (encoded.capacity() < size) {
            encoded = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        }
        encoder.encode(row, n, encoded.clear());
        out.write(encoded.flip());
    }

    private static int elements(List<Integer> shape) {
        return shape.stream().reduce(1, Math::multiplyExact);
    }

    private LapidaryException refused(BadValue bad, long index) {
        String what = "sample " + index + " for input " + input.name() + ": " + bad.getMessage();
        return bad.isFinite()
                ? DataErrors.mismatch(
                        data,
                        what,
                        "Add options (scale, offset, mean, std) that bring the values into the input's range.")
                : DataErrors.invalid(data, what, "Clean the data, or leave the sample out (option slice).");
    }
}
