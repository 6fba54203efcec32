package io.lapidary.model;

import java.util.List;
import java.util.stream.IntStream;

import io.lapidary.model.internal.flat.FlatTable;
import io.lapidary.model.internal.flat.FlatVector;
import io.lapidary.model.internal.schema.ScalarType;
import io.lapidary.model.internal.schema.Schema;

/**
 * How a sparse constant is stored: its dimensions, then its block dimensions, in the order they are traversed.
 *
 * @param traversalOrder the order of dimensions and block dimensions
 * @param blockMap for each block dimension the dimension it divides
 * @param dimensions one entry per element of the traversal order
 */
public record Sparsity(List<Integer> traversalOrder, List<Integer> blockMap, List<Dimension> dimensions) {
    private static final int LARGEST_UBYTE = 255;
    private static final int LARGEST_USHORT = 65535;

    /** One traversed dimension. */
    public sealed interface Dimension {}

    /** Stored in full: so many entries. */
    public record Dense(int size) implements Dimension {}

    /** Compressed: row i has the indices from segments[i] to segments[i + 1]. */
    public record Compressed(int[] segments, int[] indices) implements Dimension {}

    public Sparsity {
        traversalOrder = List.copyOf(traversalOrder);
        blockMap = List.copyOf(blockMap);
        dimensions = List.copyOf(dimensions);
    }

    static Sparsity read(FlatTable table) {
        return new Sparsity(
                boxed(table.ints(FieldIds.SPARSITY_ORDER)),
                boxed(table.ints(FieldIds.SPARSITY_BLOCK_MAP)),
                table.tables(FieldIds.SPARSITY_DIMENSIONS).stream()
                        .map(Sparsity::dimension)
                        .toList());
    }

    FlatTable toTable() {
        var table = new FlatTable(Schema.tflite().table("SparsityParameters"));
        table.set(FieldIds.SPARSITY_ORDER, FlatVector.ofInts(ScalarType.INT, ints(traversalOrder)));
        if (!blockMap.isEmpty()) {
            table.set(FieldIds.SPARSITY_BLOCK_MAP, FlatVector.ofInts(ScalarType.INT, ints(blockMap)));
        }
        table.set(
                FieldIds.SPARSITY_DIMENSIONS,
                dimensions.stream().map(Sparsity::dimensionTable).toList());
        return table;
    }

    private static Dimension dimension(FlatTable table) {
        return table.int32(FieldIds.DIMENSION_FORMAT) == 0
                ? new Dense(table.int32(FieldIds.DIMENSION_SIZE))
                : new Compressed(
                        indices(table, FieldIds.DIMENSION_SEGMENTS), indices(table, FieldIds.DIMENSION_INDICES));
    }

    private static int[] indices(FlatTable table, int field) {
        return table.table(field).map(vector -> vector.ints(0)).orElse(new int[0]);
    }

    private static FlatTable dimensionTable(Dimension dimension) {
        var table = new FlatTable(Schema.tflite().table("DimensionMetadata"));
        if (dimension instanceof Dense dense) {
            table.set(FieldIds.DIMENSION_SIZE, dense.size());
        } else if (dimension instanceof Compressed compressed) {
            table.set(FieldIds.DIMENSION_FORMAT, 1);
            putIndices(table, FieldIds.DIMENSION_SEGMENTS, compressed.segments());
            putIndices(table, FieldIds.DIMENSION_INDICES, compressed.indices());
        }
        return table;
    }

    /** In the smallest type that holds the largest of them. */
    private static void putIndices(FlatTable table, int field, int[] values) {
        int largest = IntStream.of(values).max().orElse(0);
        String member =
                largest <= LARGEST_UBYTE ? "Uint8Vector" : largest <= LARGEST_USHORT ? "Uint16Vector" : "Int32Vector";
        var vector = new FlatTable(Schema.tflite().table(member));
        vector.set(0, FlatVector.ofInts(vector.type().fields().get(0).scalar(), values));
        table.set(
                field - 1,
                Schema.tflite().unionNumber("SparseIndexVector", member).orElseThrow());
        table.set(field, vector);
    }

    private static List<Integer> boxed(int[] values) {
        return IntStream.of(values).boxed().toList();
    }

    private static int[] ints(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }
}
