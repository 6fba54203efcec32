package io.lapidary.events.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

import io.lapidary.events.ConstraintSet;
import io.lapidary.events.OptimizationRequest;
import io.lapidary.events.StepRequest;
import io.lapidary.events.Target;

/** Messages to test with: a hand-made request, and for any schema a datum in which every field, branch and collection is filled. */
final class SampleMessages {
    private SampleMessages() {}

    static OptimizationRequest request() {
        return OptimizationRequest.newBuilder()
                .setRequestId("r-1")
                .setCreatedAt(1_700_000_000_000L)
                .setModel("lapidary:sha256/" + "0a".repeat(32))
                .setModelName("digits.tflite")
                .setSteps(new ArrayList<>(List.of(
                        new StepRequest("prune", "1.0.0", new HashMap<>(Map.of("sparsity", "0.8")), null),
                        new StepRequest("float16", null, new HashMap<>(), null))))
                .setTargets(new ArrayList<>(List.of(new Target("cpu", "desktop", new HashMap<>()))))
                .setData(new HashMap<>(Map.of("test", "digits.npz?scale=0.0625")))
                .setConstraints(new ConstraintSet(0.01, 100_000L, null, "size"))
                .setDeadline(1_700_000_600_000L)
                .setTraceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .setLabels(new HashMap<>(Map.of("team", "vision")))
                .build();
    }

    /** A datum of a record schema; a different {@code salt} gives different values. */
    static GenericRecord record(Schema schema, int salt) {
        return (GenericRecord) datum(schema, salt);
    }

    private static Object datum(Schema schema, int salt) {
        return switch (schema.getType()) {
            case RECORD -> {
                var record = new GenericData.Record(schema);
                for (var field : schema.getFields()) {
                    record.put(field.pos(), datum(field.schema(), salt + field.pos()));
                }
                yield record;
            }
            case ARRAY ->
                new ArrayList<>(
                        List.of(datum(schema.getElementType(), salt), datum(schema.getElementType(), salt + 1)));
            case MAP -> new HashMap<>(Map.of("k" + salt, datum(schema.getValueType(), salt)));
            case UNION -> datum(schema.getTypes().get(schema.getTypes().size() - 1), salt);
            case ENUM ->
                new GenericData.EnumSymbol(
                        schema,
                        schema.getEnumSymbols().get(schema.getEnumSymbols().size() - 1));
            case STRING -> "text-" + salt;
            case BYTES -> ByteBuffer.wrap(new byte[] {1, (byte) salt});
            case INT -> 7 + salt;
            case LONG -> (1L << 40) + salt;
            case FLOAT -> 0.5f + salt;
            case DOUBLE -> 0.25 + salt;
            case BOOLEAN -> salt % 2 == 0;
            case NULL, FIXED -> throw new IllegalArgumentException("no sample for " + schema);
        };
    }
}
