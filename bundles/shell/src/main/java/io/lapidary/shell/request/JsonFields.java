package io.lapidary.shell.request;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.NearestName;

/** A JSON object that a person wrote: what it may hold is checked, and what is wrong is named by where it stands. */
final class JsonFields {
    private final String where;
    private final Map<?, ?> values;

    private JsonFields(String where, Map<?, ?> values) {
        this.where = where;
        this.values = values;
    }

    static JsonFields of(String where, Object json) throws UsageException {
        if (json instanceof Map<?, ?> object) {
            return new JsonFields(where, object);
        }
        throw new UsageException("In " + where + " an object { ... } is expected.");
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    void allow(List<String> names) throws UsageException {
        for (Object key : values.keySet()) {
            if (!names.contains(key.toString())) {
                throw new UsageException(
                        where + " has the unknown key '" + key + "'. " + NearestName.hint(key.toString(), names));
            }
        }
    }

    UsageException missing(String name) {
        return new UsageException(where + " lacks '" + name + "'.");
    }

    private UsageException wrong(String name, String expected) {
        return new UsageException("In " + where + ", '" + name + "' is not " + expected + ".");
    }

    Optional<String> text(String name) throws UsageException {
        Object value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String text) {
            return Optional.of(text);
        }
        throw wrong(name, "a text");
    }

    Optional<Long> integer(String name) throws UsageException {
        Object value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Long number) {
            return Optional.of(number);
        }
        throw wrong(name, "a whole number");
    }

    Optional<Double> number(String name) throws UsageException {
        Object value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Number number) {
            return Optional.of(number.doubleValue());
        }
        throw wrong(name, "a number");
    }

    Optional<Boolean> flag(String name) throws UsageException {
        Object value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Boolean flag) {
            return Optional.of(flag);
        }
        throw wrong(name, "true or false");
    }

    /** An object; one without fields if it is left out. */
    JsonFields object(String name) throws UsageException {
        Object value = values.get(name);
        return value == null ? new JsonFields(where + ", " + name, Map.of()) : of(where + ", " + name, value);
    }

    /** A list of objects; none if it is left out. */
    List<JsonFields> objects(String name) throws UsageException {
        Object value = values.get(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw wrong(name, "a list [ ... ]");
        }
        var objects = new ArrayList<JsonFields>();
        for (Object item : list) {
            objects.add(of(where + ", " + name + "[" + objects.size() + "]", item));
        }
        return objects;
    }

    /** An object of texts; numbers, true and false are taken as the text that they are. */
    Map<String, String> texts(String name) throws UsageException {
        JsonFields object = object(name);
        var texts = new LinkedHashMap<String, String>();
        for (var field : object.values.entrySet()) {
            Object value = field.getValue();
            if (!(value instanceof String || value instanceof Number || value instanceof Boolean)) {
                throw object.wrong(field.getKey().toString(), "a text, a number, true or false");
            }
            texts.put(field.getKey().toString(), value.toString());
        }
        return texts;
    }
}
