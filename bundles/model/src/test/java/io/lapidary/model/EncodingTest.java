package io.lapidary.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Integers for real numbers, against exact arithmetic. */
class EncodingTest {
    private static final float TINY = 7 * Float.MIN_VALUE;

    static Stream<Encoding> encodings() {
        return Stream.of(
                Encoding.perTensor(TensorType.INT8, 0.1f, 3),
                Encoding.perTensor(TensorType.INT8, 0.5f, -128),
                Encoding.perTensor(TensorType.INT8, 1 / 3f, 127),
                Encoding.perTensor(TensorType.UINT8, 0.017f, 0),
                Encoding.perTensor(TensorType.UINT8, 3.25f, 255),
                Encoding.perTensor(TensorType.INT4, 0.7f, 0),
                Encoding.perTensor(TensorType.INT16, 1e-5f, 0),
                Encoding.perTensor(TensorType.INT16, 0x1p-15f, 0),
                Encoding.perTensor(TensorType.INT32, 3.7e-9f, 0),
                Encoding.perTensor(TensorType.INT64, 3.7e-9f, 0),
                Encoding.perTensor(TensorType.INT8, TINY, 5),
                Encoding.perTensor(TensorType.UINT8, Float.MIN_VALUE, 128),
                Encoding.perTensor(TensorType.INT8, Float.MAX_VALUE, -1));
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void numbersGoToTheNearestIntegerAndHalvesAwayFromTheZeroPoint(Encoding encoding) {
        var random = new Random(5);
        float scale = encoding.scales().get(0);
        for (int i = 0; i < 1000; i++) {
            // Over the whole range, beyond it, and around the halves, where a rounded quotient may fall on either side.
            float steps = (random.nextInt(1 << (1 + i % 20)) - random.nextInt(1 << (1 + i % 20))) / 2f;
            float real = i % 3 == 0 ? scale * random.nextFloat(-400, 400) : scale * steps;
            for (float near : new float[] {real, Math.nextUp(real), Math.nextDown(real)}) {
                if (Float.isFinite(near)) {
                    assertThat(encoding.quantize(near, 0))
                            .as("%s in %s", near, encoding)
                            .isEqualTo(Exact.quantize(near, encoding, 0));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void whatLiesBeyondBecomesTheLastInteger(Encoding encoding) {
        for (double real : new double[] {-1e300, -Float.MAX_VALUE, -0.0, 0, Float.MAX_VALUE, 1e300}) {
            assertThat(encoding.quantize(real, 0))
                    .as("%s in %s", real, encoding)
                    .isEqualTo(Exact.quantize(real, encoding, 0));
        }
        assertThat(encoding.quantize(Double.POSITIVE_INFINITY, 0)).isEqualTo(Encoding.most(encoding.type()));
        assertThat(encoding.quantize(Double.NEGATIVE_INFINITY, 0)).isEqualTo(Encoding.least(encoding.type()));
        assertThat(encoding.quantize(0, 0)).isEqualTo(encoding.zeroPoints().get(0));
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void integersOfUpToSixteenBitsStandForExactNumbersAndComeBack(Encoding encoding) {
        if (encoding.type().bits() <= Short.SIZE) {
            for (long q = Encoding.least(encoding.type()); q <= Encoding.most(encoding.type()); q++) {
                double real = encoding.dequantize(q, 0);
                assertThat(Exact.of(real)).isEqualByComparingTo(Exact.dequantize(q, encoding, 0));
                assertThat(encoding.quantize(real, 0)).isEqualTo(q);
            }
        }
    }

    @Test
    void integersOfOneEncodingGoToTheNearestOfAnother() {
        List<Encoding> all = encodings()
                .filter(encoding -> encoding.type().bits() <= Short.SIZE)
                .toList();
        for (Encoding from : all) {
            long most = Math.min(Encoding.most(from.type()), 60);
            for (Encoding to : all) {
                for (long q = Math.max(Encoding.least(from.type()), -60); q <= most; q++) {
                    assertThat(to.quantize(from.dequantize(q, 0), 0))
                            .as("%s of %s in %s", q, from, to)
                            .isEqualTo(Exact.requantize(q, from, 0, to, 0));
                }
            }
        }
    }

    @Test
    void typesHoldTheirIntegers() {
        assertThat(Encoding.least(TensorType.INT4)).isEqualTo(-8);
        assertThat(Encoding.most(TensorType.INT4)).isEqualTo(7);
        assertThat(Encoding.most(TensorType.UINT8)).isEqualTo(255);
        assertThat(Encoding.least(TensorType.UINT8)).isZero();
        assertThat(Encoding.most(TensorType.UINT32)).isEqualTo(0xffffffffL);
        assertThat(Encoding.least(TensorType.INT64)).isEqualTo(Long.MIN_VALUE);
        assertThat(Encoding.most(TensorType.INT64)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void brokenParametersAreRefused() {
        for (float scale : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> Encoding.perTensor(TensorType.INT8, scale, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("scales [" + scale + "]");
        }
        assertThatThrownBy(() -> Encoding.perTensor(TensorType.INT8, 1, 128)).hasMessageContaining("128");
        assertThatThrownBy(() -> Encoding.perTensor(TensorType.UINT8, 1, -1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> Encoding.perTensor(TensorType.BOOL, 1, 0)).hasMessageContaining("BOOL");
        assertThatThrownBy(() -> new Encoding(TensorType.FLOAT32, List.of(1f), List.of(0L), 0))
                .hasMessageContaining("FLOAT32");
    }

    @Test
    void aTensorTellsItsEncoding() {
        var builder = new ModelBuilder("encodings");
        var tensor = builder.tensor("t", TensorType.INT8, 2, 3);
        assertThat(Encoding.of(tensor)).isEmpty();
        var channels = new Encoding(TensorType.INT8, List.of(.5f, 2f, 4f), List.of(0L, 1L, 2L), 1);
        builder.editor().tensor(tensor).encoding(channels);
        assertThat(Encoding.of(tensor)).contains(channels);
        builder.editor().tensor(tensor).quantization(Quantization.perTensor(0, 0));
        assertThat(Encoding.of(tensor)).as("broken").isEmpty();
        builder.editor().tensor(tensor).encoding(Encoding.FLOAT32);
        assertThat(Encoding.of(tensor)).contains(Encoding.FLOAT32);
        assertThat(tensor.quantization()).isEmpty();
    }
}
