package io.lapidary.technique.int8.internal;

import static io.lapidary.model.BuiltinOperator.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.lapidary.api.engine.Kernels;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.integer.IntegerQuantization;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/** Operators that take scalars or integers, or give a shape that is not known, which a model of one operator cannot show. */
class ComposedOperatorsTest {
    private static final int ROWS = 8;

    /** Makes a model around one operator. */
    private interface Maker {
        Tensor make(GraphParts main, Tensor row) throws Exception;
    }

    private static final Map<BuiltinOperator, Maker> MAKERS = new EnumMap<>(Map.of(
            FILL, ComposedOperatorsTest::fill,
            ONE_HOT, ComposedOperatorsTest::oneHot,
            SPARSE_TO_DENSE, ComposedOperatorsTest::sparseToDense,
            DILATE, ComposedOperatorsTest::dilate,
            UNIQUE, ComposedOperatorsTest::unique,
            EMBEDDING_LOOKUP, ComposedOperatorsTest::embeddingLookup,
            STABLEHLO_COMPOSITE, ComposedOperatorsTest::composite));

    @TempDir
    private Path folder;

    static Set<BuiltinOperator> types() {
        return MAKERS.keySet();
    }

    static Stream<Arguments> cases() {
        return Stream.of(IntegerScheme.values())
                .flatMap(scheme -> types().stream()
                        .filter(new IntegerQuantization(scheme).operators()::contains)
                        .map(type -> Arguments.of(type, scheme)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void computesWhatFloatDoes(BuiltinOperator type, IntegerScheme scheme) throws Exception {
        var main = GraphParts.main();
        Tensor row = main.in(1, ROWS);
        main.out(MAKERS.get(type).make(main, row));
        var bench = new IntegerBench(main.model(), folder);
        Path quantized = bench.quantize(scheme, Map.of()).candidates().get(0).model();
        Model integer = IntegerBench.read(quantized);
        assertThat(integer.main().operators(type))
                .singleElement()
                .satisfies(operator -> assertThat(operator.output().type()).isEqualTo(scheme.activation()));
        for (Kernels kernels : Kernels.values()) {
            assertThat(bench.sqnr(quantized, "", kernels))
                    .as("dB by " + kernels)
                    .isGreaterThan(scheme == IntegerScheme.INT8 ? 30 : 40);
        }
    }

    private static Tensor reshaped(GraphParts main, Tensor tensor, int... dims) {
        return main.apply(RESHAPE, tensor.type(), dims, tensor, main.ints(dims));
    }

    /** The first number of a row, as a scalar. */
    private static Tensor first(GraphParts main, Tensor row) {
        Tensor one = main.apply(SLICE, row.type(), new int[] {1, 1}, row, main.ints(0, 0), main.ints(1, 1));
        return reshaped(main, one);
    }

    private static Tensor fill(GraphParts main, Tensor row) {
        return main.apply(FILL, row.type(), new int[] {1, 3}, main.ints(1, 3), first(main, row));
    }

    private static Tensor oneHot(GraphParts main, Tensor row) {
        Tensor hot = main.tensor(row.type(), 2, 4);
        main.operator(ONE_HOT)
                .option("axis", -1)
                .inputs(main.ints(1, 3), main.number(4), first(main, row), main.constant(Shape.SCALAR, 0.5f))
                .outputs(hot)
                .append();
        return hot;
    }

    private static Tensor sparseToDense(GraphParts main, Tensor row) {
        Tensor places = main.ints(0, 1, 3, 4, 6, 8, 9, 11);
        Tensor dense = main.tensor(row.type(), 12);
        main.operator(SPARSE_TO_DENSE)
                .inputs(places, main.ints(12), reshaped(main, row, ROWS), main.constant(Shape.SCALAR, -0.5f))
                .outputs(dense)
                .append();
        return dense;
    }

    private static Tensor dilate(GraphParts main, Tensor row) {
        return main.apply(
                DILATE,
                row.type(),
                new int[] {1, 2 * ROWS - 1},
                row,
                main.ints(1, 2),
                main.constant(Shape.SCALAR, 0.25f));
    }

    /** How many there are is not known before, so that they are put in their places again. */
    private static Tensor unique(GraphParts main, Tensor row) {
        Tensor kept = main.tensor(row.type(), -1);
        Tensor places = main.tensor(TensorType.INT32, ROWS);
        main.operator(UNIQUE)
                .option("idx_out_type", TensorType.INT32)
                .inputs(reshaped(main, row, ROWS))
                .outputs(kept, places)
                .append();
        return main.apply(GATHER, row.type(), new int[] {ROWS}, kept, places);
    }

    /** One of two vectors for each number, by its sign. */
    private static Tensor embeddingLookup(GraphParts main, Tensor row) {
        Tensor positive = main.apply(
                GREATER,
                TensorType.BOOL,
                new int[] {ROWS},
                reshaped(main, row, ROWS),
                main.constant(Shape.SCALAR, 0.4f));
        Tensor ids = main.tensor(TensorType.INT32, ROWS);
        main.operator(CAST)
                .option("in_data_type", TensorType.BOOL)
                .option("out_data_type", TensorType.INT32)
                .inputs(positive)
                .outputs(ids)
                .append();
        return main.apply(EMBEDDING_LOOKUP, row.type(), new int[] {ROWS, 5}, ids, main.random(1, 2, 5));
    }

    private static Tensor composite(GraphParts main, Tensor row) throws Exception {
        var inside = main.graph("inside");
        inside.out(inside.apply(TANH, inside.connected(inside.in(1, ROWS), 5)));
        Tensor made = main.tensor(row.type(), 1, 5);
        main.operator(STABLEHLO_COMPOSITE)
                .option("name", "lapidary.test")
                .option("decomposition_subgraph_index", 1)
                .inputs(row)
                .outputs(made)
                .append();
        return made;
    }
}
