package io.lapidary.model;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.lapidary.api.LapidaryException;
import io.lapidary.model.internal.flat.FlatReader;
import io.lapidary.model.internal.flat.FlatTable;
import io.lapidary.model.internal.schema.Schema;

/** Compares two files table by table: every field, present or absent, every byte of every vector. */
final class TableComparison {
    private final List<String> differences = new ArrayList<>();

    private TableComparison() {}

    static List<String> differences(ByteBuffer left, ByteBuffer right) throws LapidaryException {
        var comparison = new TableComparison();
        comparison.tables(
                "Model",
                FlatReader.read(Schema.tflite(), left).root(),
                FlatReader.read(Schema.tflite(), right).root());
        return comparison.differences;
    }

    private void tables(String path, FlatTable left, FlatTable right) {
        if (left.type() != right.type()) {
            differences.add(path + ": " + left + " is now " + right);
            return;
        }
        for (var field : left.type().fields()) {
            values(
                    path + "." + field.name(),
                    left.value(field.id()).orElse("absent"),
                    right.value(field.id()).orElse("absent"));
        }
    }

    private void values(String path, Object left, Object right) {
        if (left instanceof FlatTable one && right instanceof FlatTable other) {
            tables(path, one, other);
        } else if (left instanceof List<?> ones && right instanceof List<?> others) {
            if (ones.size() != others.size()) {
                differences.add(path + ": " + ones.size() + " entries are now " + others.size());
            }
            for (int i = 0; i < Math.min(ones.size(), others.size()); i++) {
                values(path + "[" + i + "]", ones.get(i), others.get(i));
            }
        } else if (!Objects.equals(left, right)) {
            differences.add(path + ": " + left + " is now " + right);
        }
    }
}
