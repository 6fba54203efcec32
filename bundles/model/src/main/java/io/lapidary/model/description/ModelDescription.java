package io.lapidary.model.description;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.model.Model;
import io.lapidary.model.internal.flat.FlatReader;
import io.lapidary.model.internal.flat.FlatTable;
import io.lapidary.model.internal.flat.FlatVector;
import io.lapidary.model.internal.schema.Schema;

/** Reads the metadata entry {@value #ENTRY} (TensorFlow Lite metadata schema, file identifier M001). */
public final class ModelDescription {
    /** The name of the metadata entry. */
    public static final String ENTRY = "TFLITE_METADATA";

    private ModelDescription() {}

    /**
     * Of the main graph's inputs, in their order.
     *
     * @return none where the model carries no such metadata
     * @throws LapidaryException CORRUPT_MODEL if it cannot be read
     */
    public static List<TensorDescription> inputs(Model model) throws LapidaryException {
        Optional<ByteBuffer> bytes =
                model.metadata(ENTRY).map(content -> content.data()).filter(ModelDescription::isKnown);
        if (bytes.isEmpty()) {
            return List.of();
        }
        FlatTable root = FlatReader.read(Schema.metadata(), bytes.get()).root();
        var inputs = new ArrayList<TensorDescription>();
        tables(root, "subgraph_metadata").stream()
                .limit(1)
                .forEach(
                        graph -> tables(graph, "input_tensor_metadata").forEach(input -> inputs.add(described(input))));
        return inputs;
    }

    private static boolean isKnown(ByteBuffer bytes) {
        byte[] identifier = Schema.metadata().fileIdentifier().getBytes(StandardCharsets.US_ASCII);
        return bytes.remaining() >= 8 && bytes.slice(bytes.position() + 4, 4).equals(ByteBuffer.wrap(identifier));
    }

    private static TensorDescription described(FlatTable tensor) {
        boolean image = table(tensor, "content")
                .flatMap(content -> table(content, "content_properties"))
                .filter(content -> content.type().name().equals("ImageProperties"))
                .isPresent();
        Optional<FlatTable> normalization = tables(tensor, "process_units").stream()
                .flatMap(unit -> table(unit, "options").stream())
                .findFirst();
        Optional<FlatTable> stats = table(tensor, "stats");
        return new TensorDescription(
                image,
                floats(normalization, "mean"),
                floats(normalization, "std"),
                floats(stats, "min"),
                floats(stats, "max"));
    }

    private static List<FlatTable> tables(FlatTable table, String field) {
        return table.tables(id(table, field));
    }

    private static Optional<FlatTable> table(FlatTable table, String field) {
        return table.table(id(table, field));
    }

    private static List<Float> floats(Optional<FlatTable> table, String field) {
        var numbers = new ArrayList<Float>();
        float[] found = table.flatMap(holder -> holder.vector(id(holder, field)))
                .map(FlatVector::floats)
                .orElse(new float[0]);
        for (float number : found) {
            numbers.add(number);
        }
        return numbers;
    }

    private static int id(FlatTable table, String field) {
        return table.type().field(field).orElseThrow().id();
    }
}
