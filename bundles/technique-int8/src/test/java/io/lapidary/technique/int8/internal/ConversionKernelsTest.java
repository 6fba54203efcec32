package io.lapidary.technique.int8.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.lapidary.api.Digest;
import io.lapidary.api.dataset.SampleArray;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.EngineLimits;
import io.lapidary.api.engine.Kernels;
import io.lapidary.api.engine.RunRequest;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.contract.SharedEngine;
import io.lapidary.model.Encoding;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteWriter;

/** What the graph editor's QUANTIZE and DEQUANTIZE operators compute in the interpreter, against exact arithmetic. */
class ConversionKernelsTest {
    private static final EngineLimits LIMITS = new EngineLimits(1L << 30, Duration.ofMinutes(1), 1);
    private static final int COUNT = 4096;
    /** A float32 quotient of so many steps is off by so much of a step. */
    private static final double QUOTIENT_ERROR = 0x1p-23;

    @TempDir
    private Path folder;

    static Stream<Arguments> pairs() {
        var real = Encoding.FLOAT32;
        var coarse = Encoding.perTensor(TensorType.INT8, 0.5f, 3);
        var fine = Encoding.perTensor(TensorType.INT8, 0.013f, -128);
        var unsigned = Encoding.perTensor(TensorType.UINT8, 0.5f, 131);
        var top = Encoding.perTensor(TensorType.UINT8, 0.031f, 255);
        var wide = Encoding.perTensor(TensorType.INT16, 1e-3f, 0);
        var wider = Encoding.perTensor(TensorType.INT16, 1.7e-3f, 0);
        return Stream.of(
                Arguments.of(real, coarse),
                Arguments.of(real, fine),
                Arguments.of(real, top),
                Arguments.of(real, wide),
                Arguments.of(coarse, real),
                Arguments.of(top, real),
                Arguments.of(wide, real),
                Arguments.of(coarse, fine),
                Arguments.of(fine, coarse),
                Arguments.of(coarse, unsigned),
                Arguments.of(unsigned, coarse),
                Arguments.of(top, fine),
                Arguments.of(fine, top),
                Arguments.of(wide, wider),
                Arguments.of(wider, coarse),
                Arguments.of(coarse, wide));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void kernelsGiveWhatExactArithmeticGives(Encoding from, Encoding to) throws Exception {
        var builder = new ModelBuilder("conversion");
        Tensor x = builder.input("x", from.type(), 1, COUNT);
        builder.editor().tensor(x).encoding(from);
        builder.output(x);
        builder.graph().conversions().output(x, to);
        Path file = folder.resolve("conversion.tflite");
        TfliteWriter.write(builder.build(), file);

        byte[] given = numbers(from);
        requireRight(from, given, to, run(file, from, given, Kernels.BUILTIN), Kernels.BUILTIN);
        requireRight(from, given, to, run(file, from, given, Kernels.DEFAULT), Kernels.DEFAULT);
    }

    private static void requireRight(Encoding from, byte[] given, Encoding to, byte[] made, Kernels kernels) {
        boolean direct = from.isReal() || to.isReal() || from.convertsTo(to);
        for (int i = 0; i < COUNT; i++) {
            long integer = from.isReal() ? 0 : integer(given, from.type(), i);
            BigDecimal real =
                    from.isReal() ? new BigDecimal(real(given, i)) : new BigDecimal(from.dequantize(integer, 0));
            String what = real + " of " + from + " as " + to + " by " + kernels;
            if (to.isReal()) {
                assertThat(real(made, i)).as(what).isEqualTo(real.floatValue());
                continue;
            }
            long exact = to.quantize(real.doubleValue(), 0);
            long found = integer(made, to.type(), i);
            if (!from.isReal() && direct) {
                // XNNPACK's multiplier of 8 bits has but 8 behind the point.
                boolean reference = kernels == Kernels.BUILTIN || from.type() == TensorType.INT16;
                long own = reference ? FixedPoint.requantize(integer, from, to) : found;
                assertThat(found).as(what).isEqualTo(own).isBetween(exact - 1, exact + 1);
            } else {
                long slack = isNearHalf(real, to) ? 1 : 0;
                assertThat(found).as(what).isBetween(exact - slack, exact + slack);
            }
        }
    }

    private static boolean isNearHalf(BigDecimal real, Encoding to) {
        double steps = real.divide(new BigDecimal(to.scales().get(0)), new MathContext(40, RoundingMode.DOWN))
                .abs()
                .doubleValue();
        return Math.abs(steps - Math.floor(steps) - 0.5) <= steps * QUOTIENT_ERROR;
    }

    private static byte[] numbers(Encoding from) {
        var random = new Random(7);
        int size = from.type().bits() / Byte.SIZE;
        var bytes = ByteBuffer.allocate(COUNT * size).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < COUNT; i++) {
            switch (size) {
                case Float.BYTES -> bytes.putFloat(i % 16 == 0 ? (i / 16 - 128) / 4f : random.nextFloat(-80, 80));
                case Short.BYTES -> bytes.putShort((short) (i < 2 ? -i * Short.MIN_VALUE + i : random.nextInt()));
                default -> bytes.put((byte) i);
            }
        }
        return bytes.array();
    }

    private static float real(byte[] bytes, int element) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getFloat(Float.BYTES * element);
    }

    private static long integer(byte[] bytes, TensorType type, int element) {
        return switch (type) {
            case INT8 -> bytes[element];
            case UINT8 -> Byte.toUnsignedInt(bytes[element]);
            default -> ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getShort(Short.BYTES * element);
        };
    }

    private byte[] run(Path file, Encoding from, byte[] given, Kernels kernels) throws Exception {
        Path work = Files.createTempDirectory(folder, "run");
        var spec = new TensorSpec("x", ElementType.valueOf(from.type().name()), List.of(COUNT));
        var array = new SampleArray(spec, Files.write(work.resolve("x.bin"), given));
        var samples = new SampleSet(List.of(array), Optional.empty(), 1, Digest.of(array.file()));
        try (var session = SharedEngine.get().open(LIMITS)) {
            var result = session.run(new RunRequest(file, "", samples, false, kernels, work));
            return Files.readAllBytes(result.outputs().get(0).file());
        }
    }
}
