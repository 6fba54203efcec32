package io.lapidary.events.codec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.apache.avro.Schema;

/** The rules of change that messages.avdl states, as a comparison of two versions of a schema. */
final class SchemaRules {
    private final List<String> broken = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    private SchemaRules() {}

    /** What breaks a rule on the way from {@code before} to {@code after}, each named by its place. */
    static List<String> broken(Schema before, Schema after) {
        var rules = new SchemaRules();
        rules.compare(before.getName(), before, after);
        return rules.broken;
    }

    private void compare(String place, Schema before, Schema after) {
        if (before.getType() != after.getType()) {
            broken.add(place + " changed from " + before.getType() + " to " + after.getType());
            return;
        }
        switch (before.getType()) {
            case RECORD -> record(place, before, after);
            case ENUM -> enumeration(place, before, after);
            case ARRAY -> compare(place + "[]", before.getElementType(), after.getElementType());
            case MAP -> compare(place + "{}", before.getValueType(), after.getValueType());
            case UNION -> union(place, before.getTypes(), after.getTypes());
            default -> {}
        }
    }

    private void record(String place, Schema before, Schema after) {
        name(place, before, after);
        if (!seen.add(before.getFullName())) {
            return;
        }
        for (Schema.Field field : before.getFields()) {
            Schema.Field now = after.getField(field.name());
            String at = place + "." + field.name();
            if (now == null) {
                broken.add(at + " is gone");
            } else {
                compare(at, field.schema(), now.schema());
                if (field.hasDefaultValue()
                        && !field.defaultVal().equals(now.hasDefaultValue() ? now.defaultVal() : "")) {
                    broken.add(at + " has another default");
                }
            }
        }
        for (Schema.Field field : after.getFields()) {
            if (before.getField(field.name()) == null && !field.hasDefaultValue()) {
                broken.add(place + "." + field.name() + " was added without a default");
            }
        }
    }

    private void enumeration(String place, Schema before, Schema after) {
        name(place, before, after);
        if (!"UNKNOWN".equals(after.getEnumDefault())) {
            broken.add(place + " lost its default symbol UNKNOWN");
        }
        int count = before.getEnumSymbols().size();
        if (after.getEnumSymbols().size() < count
                || !after.getEnumSymbols().subList(0, count).equals(before.getEnumSymbols())) {
            broken.add(place + " lost or moved a symbol");
        }
    }

    private void union(String place, List<Schema> before, List<Schema> after) {
        if (before.size() != after.size()) {
            broken.add(place + " has other branches");
            return;
        }
        for (int i = 0; i < before.size(); i++) {
            compare(place, before.get(i), after.get(i));
        }
    }

    private void name(String place, Schema before, Schema after) {
        if (!before.getFullName().equals(after.getFullName())) {
            broken.add(place + " was renamed from " + before.getFullName() + " to " + after.getFullName());
        }
    }
}
