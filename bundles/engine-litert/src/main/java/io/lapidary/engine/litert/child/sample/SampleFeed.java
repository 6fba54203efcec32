package io.lapidary.engine.litert.child.sample;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleArray;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.engine.litert.child.interpreter.Invocation;
import io.lapidary.engine.litert.child.interpreter.Tensor;
import io.lapidary.engine.litert.child.number.Elements;

/**
 * Brings samples from their files into an invocation's inputs, one at a time. Where the types differ, values are converted;
 * values for a quantized integer input are quantized: rint(value / scale) + zero point, rounded half to even, held within the
 * type's range.
 */
public final class SampleFeed implements AutoCloseable {
    private final List<Port> ports;
    private final long count;

    private record Port(SampleArray array, FileChannel file, ByteBuffer sample) {}

    private SampleFeed(List<Port> ports, long count) {
        this.ports = ports;
        this.count = count;
    }

    /**
     * Opens the files and gives the invocation's inputs the samples' shapes, with a batch of 1 where they have one.
     *
     * @throws LapidaryException of code data-mismatch where the samples do not fit
     */
    public static SampleFeed open(SampleSet samples, Invocation invocation) throws LapidaryException {
        List<Tensor> inputs = invocation.inputs();
        if (samples.arrays().size() != inputs.size()) {
            throw mismatch("The model has " + inputs.size() + " inputs and the samples have "
                    + samples.arrays().size() + " arrays.");
        }
        for (int i = 0; i < inputs.size(); i++) {
            invocation.resize(
                    inputs.get(i), fitted(inputs.get(i), samples.arrays().get(i)));
        }
        var ports = new ArrayList<Port>();
        var feed = new SampleFeed(ports, samples.count());
        boolean opened = false;
        try {
            for (SampleArray array : samples.arrays()) {
                ports.add(port(array, samples.count()));
            }
            opened = true;
            return feed;
        } finally {
            if (!opened) {
                feed.close();
            }
        }
    }

    private static Port port(SampleArray array, long count) throws LapidaryException {
        try {
            var file = FileChannel.open(array.file(), StandardOpenOption.READ);
            if (file.size() < count * array.sampleBytes()) {
                long size = file.size();
                file.close();
                throw mismatch("The file of array '" + array.spec().name() + "' has " + size + " bytes, and " + count
                        + " samples of " + array.spec() + " take " + count * array.sampleBytes() + ".");
            }
            var sample = ByteBuffer.allocateDirect(Math.toIntExact(array.sampleBytes()))
                    .order(ByteOrder.LITTLE_ENDIAN);
            return new Port(array, file, sample);
        } catch (IOException e) {
            throw unreadable(array, e);
        }
    }

    /** The shape that an input takes for one sample: the sample's own, after a batch of 1 where the input has one more axis. */
    private static List<Integer> fitted(Tensor input, SampleArray array) throws LapidaryException {
        List<Integer> declared = input.declaredShape();
        List<Integer> own = array.spec().shape();
        var batched = new ArrayList<Integer>();
        batched.add(1);
        batched.addAll(own);
        if (fits(declared, batched)) {
            return batched;
        }
        if (fits(declared, own)) {
            return own;
        }
        throw mismatch("Input '" + input.name() + "' has the shape " + declared + ", and a sample of array '"
                + array.spec().name() + "' has the shape " + own + ".");
    }

    private static boolean fits(List<Integer> declared, List<Integer> shape) {
        if (declared.size() != shape.size()) {
            return false;
        }
        for (int i = 0; i < shape.size(); i++) {
            if (declared.get(i) >= 0 && !declared.get(i).equals(shape.get(i))) {
                return false;
            }
        }
        return true;
    }

    public long count() {
        return count;
    }

    /** Brings one sample into the inputs; call it after the invocation has allocated. */
    public void feed(long index, Invocation invocation) throws LapidaryException {
        List<Tensor> inputs = invocation.inputs();
        for (int i = 0; i < ports.size(); i++) {
            feed(ports.get(i), index, inputs.get(i));
        }
    }

    private static void feed(Port port, long index, Tensor input) throws LapidaryException {
        ElementType from = port.array().spec().type();
        ElementType to = input.type();
        ByteBuffer target = input.buffer();
        if (from == to) {
            read(port, index, target);
            return;
        }
        read(port, index, port.sample().clear());
        int elements = Math.toIntExact(port.array().spec().elements());
        if (target.capacity() < to.bytes(elements)) {
            throw mismatch("Input '" + input.name() + "' takes " + target.capacity() + " bytes, not " + elements + " "
                    + to.name().toLowerCase(Locale.ROOT) + " elements.");
        }
        boolean quantizes = from.isFloat() && !to.isFloat() && input.scale() > 0;
        double scale = quantizes ? input.scale() : 1;
        int zeroPoint = quantizes ? input.zeroPoint() : 0;
        for (int i = 0; i < elements; i++) {
            double value = Elements.get(port.sample(), from, i);
            Elements.put(target, to, i, quantizes ? Math.rint(value / scale) + zeroPoint : value);
        }
    }

    private static void read(Port port, long index, ByteBuffer into) throws LapidaryException {
        long bytes = port.array().sampleBytes();
        if (into.remaining() < bytes) {
            throw mismatch("A sample of array '" + port.array().spec().name() + "' has " + bytes
                    + " bytes and its input takes " + into.remaining() + ".");
        }
        into.limit((int) bytes);
        try {
            long position = index * bytes;
            while (into.hasRemaining()) {
                int read = port.file().read(into, position);
                if (read < 0) {
                    throw mismatch(
                            "The file of array '" + port.array().spec().name() + "' ends before sample " + index + ".");
                }
                position += read;
            }
        } catch (IOException e) {
            throw unreadable(port.array(), e);
        }
        into.flip();
    }

    private static LapidaryException unreadable(SampleArray array, IOException e) {
        return new LapidaryException(
                ErrorCodes.INVALID_DATA,
                "The file of array '" + array.spec().name() + "' cannot be read: " + e + ".",
                "Check that it still exists and can be read.",
                e);
    }

    private static LapidaryException mismatch(String what) {
        return new LapidaryException(
                ErrorCodes.DATA_MISMATCH, what, "Give samples that have the shape of the model's inputs.");
    }

    @Override
    public void close() throws LapidaryException {
        for (Port port : ports) {
            try {
                port.file().close();
            } catch (IOException e) {
                throw unreadable(port.array(), e);
            }
        }
    }
}
