package io.lapidary.engine.litert.child.sample;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.engine.litert.child.interpreter.Invocation;
import io.lapidary.engine.litert.child.interpreter.Tensor;
import io.lapidary.engine.litert.child.number.Elements;

/** Inputs for measuring time: samples where there are some, else numbers of a fixed seed. */
public sealed interface InputSource extends AutoCloseable {
    /** Brings the n-th inputs in; samples begin again after the last. */
    void feed(long n, Invocation invocation) throws LapidaryException;

    @Override
    void close() throws LapidaryException;

    /** Also gives the invocation its input shapes; allocate it afterwards. */
    static InputSource open(Optional<SampleSet> samples, Invocation invocation) throws LapidaryException {
        if (samples.isPresent() && samples.get().count() > 0) {
            return new Samples(SampleFeed.open(samples.get(), invocation));
        }
        for (Tensor input : invocation.inputs()) {
            List<Integer> closed =
                    input.declaredShape().stream().map(dim -> Math.max(dim, 1)).toList();
            invocation.resize(input, closed);
        }
        return new Noise();
    }

    record Samples(SampleFeed samples) implements InputSource {
        @Override
        public void feed(long n, Invocation invocation) throws LapidaryException {
            samples.feed(n % samples.count(), invocation);
        }

        @Override
        public void close() throws LapidaryException {
            samples.close();
        }
    }

    /**
     * Uniform in -1 to 1 for float inputs, over the type's range for quantized ones; zero for other integers, which are
     * indices more often than not. Fed once: random numbers of another draw take no other time.
     */
    record Noise() implements InputSource {
        private static final long SEED = 20_240_601;

        @Override
        public void feed(long n, Invocation invocation) throws LapidaryException {
            if (n > 0) {
                return;
            }
            var random = new Random(SEED);
            for (Tensor input : invocation.inputs()) {
                fill(input.type(), input.scale() > 0, input.buffer(), random);
            }
        }

        private static void fill(ElementType type, boolean quantized, ByteBuffer data, Random random) {
            if (quantized && !type.isFloat()) {
                byte[] bytes = new byte[data.capacity()];
                random.nextBytes(bytes);
                data.put(0, bytes);
                return;
            }
            int elements = data.capacity() * 8 / type.bits();
            for (int i = 0; i < elements; i++) {
                Elements.put(data, type, i, type.isFloat() ? 2 * random.nextDouble() - 1 : 0);
            }
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
