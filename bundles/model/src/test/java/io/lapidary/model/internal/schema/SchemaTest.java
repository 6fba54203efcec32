package io.lapidary.model.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.TensorType;
import io.lapidary.testsupport.SharedFiles;

class SchemaTest {
    private final Schema schema = Schema.tflite();

    @Test
    void theResourceIsWhatTheDescriptionOfTheFormatGives() throws IOException {
        var description = SharedFiles.file("tflite-schema.json");
        try (var in = Schema.class.getResourceAsStream("tflite.schema")) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(SchemaResource.generate(description));
        }
    }

    @Test
    void theTypedEnumerationsEqualTheFormat() {
        Map<String, Long> operators = new HashMap<>();
        Arrays.stream(BuiltinOperator.values())
                .filter(operator -> operator != BuiltinOperator.UNKNOWN)
                .forEach(operator -> operators.put(operator.name(), (long) operator.code()));
        assertThat(operators)
                .isEqualTo(schema.enumeration("BuiltinOperator").orElseThrow().values());
        Map<String, Long> types = new HashMap<>();
        Arrays.stream(TensorType.values())
                .filter(type -> type != TensorType.UNKNOWN)
                .forEach(type -> types.put(type.name(), (long) type.code()));
        assertThat(types)
                .isEqualTo(schema.enumeration("TensorType").orElseThrow().values());
    }

    @Test
    void holdsWhatOlderBindingsLack() {
        assertThat(schema.tables()).hasSize(170);
        assertThat(schema.table("Conv2DOptions")
                        .field("quantized_bias_type")
                        .orElseThrow()
                        .id())
                .isEqualTo(6);
        assertThat(schema.table("Buffer").field("offset")).isPresent();
        assertThat(schema.unionMember("BuiltinOptions2", 21).map(TableType::name))
                .contains("StableHLOCompositeOptions");
        assertThat(schema.table("Buffer").field("data").orElseThrow().alignment())
                .isEqualTo(16);
        assertThat(schema.table("AddOptions")
                        .field("pot_scale_int16")
                        .orElseThrow()
                        .defaultBits())
                .isEqualTo(1);
    }

    @Test
    void knowsWhichOptionsBelongToAnOperator() {
        assertThat(BuiltinOperator.CONV_2D.optionsTable()).contains("Conv2DOptions");
        assertThat(BuiltinOperator.MEAN.optionsTable()).contains("ReducerOptions");
        assertThat(BuiltinOperator.STABLEHLO_COMPOSITE.optionsTable()).contains("StableHLOCompositeOptions");
        assertThat(BuiltinOperator.RELU.optionsTable()).isEmpty();
    }

    /** The reader's recursion ends because of this. */
    @Test
    void noTableContainsItself() {
        schema.tables().values().forEach(table -> walk(table, new HashSet<>()));
    }

    private void walk(TableType table, Set<String> above) {
        assertThat(above.add(table.name())).as("%s within itself", table).isTrue();
        for (FieldType field : table.fields()) {
            switch (field.kind()) {
                case TABLE, TABLE_VECTOR -> walk(schema.table(field.reference()), above);
                case UNION -> {
                    for (int number = 1;
                            schema.unionMember(field.reference(), number).isPresent();
                            number++) {
                        walk(schema.unionMember(field.reference(), number).get(), above);
                    }
                }
                case SCALAR, STRING, SCALAR_VECTOR -> assertThat(field.scalar()).isNotNull();
            }
        }
        above.remove(table.name());
    }
}
