package io.lapidary.engine;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * Java records to and from Avro records of the same component names: primitives, strings, enums and paths (strings),
 * durations (milliseconds), byte arrays, lists, sets (arrays), maps, optionals (unions with null), nested records.
 */
final class RecordMapper {
    private RecordMapper() {}

    static GenericRecord toAvro(Schema schema, Record value) {
        var fields = new GenericData.Record(schema);
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            var field = schema.getField(component.getName());
            if (field == null) {
                throw new IllegalArgumentException(schema.getFullName() + " has no field " + component.getName());
            }
            fields.put(field.pos(), encode(field.schema(), read(component, value)));
        }
        return fields;
    }

    static <T extends Record> T fromAvro(Class<T> type, GenericRecord fields) {
        RecordComponent[] components = type.getRecordComponents();
        var arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            arguments[i] = decode(components[i].getGenericType(), fields.get(components[i].getName()));
        }
        return construct(type, components, arguments);
    }

    private static Object encode(Schema schema, Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(present -> encode(present(schema), present)).orElse(null);
        }
        if (value instanceof Record record) {
            return toAvro(schema, record);
        }
        if (value instanceof Collection<?> collection) {
            var encoded = new ArrayList<>(collection.size());
            collection.forEach(element -> encoded.add(encode(schema.getElementType(), element)));
            return encoded;
        }
        if (value instanceof Map<?, ?> map) {
            var encoded = new LinkedHashMap<String, Object>();
            map.forEach((key, element) -> encoded.put(key.toString(), encode(schema.getValueType(), element)));
            return encoded;
        }
        if (value instanceof Enum<?> constant) {
            return schema.getType() == Schema.Type.ENUM
                    ? new GenericData.EnumSymbol(schema, constant.name())
                    : constant.name();
        }
        if (value instanceof Path path) {
            return path.toAbsolutePath().toString();
        }
        if (value instanceof Duration duration) {
            return duration.toMillis();
        }
        return value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value;
    }

    private static Schema present(Schema union) {
        return union.getTypes().stream()
                .filter(type -> type.getType() != Schema.Type.NULL)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a union of null alone"));
    }

    private static Object decode(Type type, Object value) {
        if (type instanceof ParameterizedType generic) {
            return decodeGeneric((Class<?>) generic.getRawType(), generic.getActualTypeArguments(), value);
        }
        var plain = (Class<?>) type;
        if (plain.isRecord()) {
            return fromAvro(plain.asSubclass(Record.class), (GenericRecord) value);
        }
        if (plain.isEnum()) {
            return Arrays.stream(plain.getEnumConstants())
                    .filter(constant -> ((Enum<?>) constant).name().equals(value.toString()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no " + plain.getSimpleName() + " " + value));
        }
        if (plain == String.class) {
            return value.toString();
        }
        if (plain == Path.class) {
            return Path.of(value.toString());
        }
        if (plain == Duration.class) {
            return Duration.ofMillis((Long) value);
        }
        if (plain == byte[].class) {
            var buffer = ((ByteBuffer) value).duplicate();
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        }
        return value;
    }

    private static Object decodeGeneric(Class<?> raw, Type[] arguments, Object value) {
        if (raw == Optional.class) {
            return Optional.ofNullable(value).map(present -> decode(arguments[0], present));
        }
        if (raw == Map.class) {
            Map<String, Object> decoded = new LinkedHashMap<>();
            ((Map<?, ?>) value).forEach((key, element) -> decoded.put(key.toString(), decode(arguments[1], element)));
            return decoded;
        }
        List<Object> decoded = new ArrayList<>();
        ((Collection<?>) value).forEach(element -> decoded.add(decode(arguments[0], element)));
        return raw == Set.class ? new LinkedHashSet<>(decoded) : decoded;
    }

    private static Object read(RecordComponent component, Record value) {
        try {
            var accessor = component.getAccessor();
            accessor.trySetAccessible();
            return accessor.invoke(value);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("component " + component + " cannot be read", e);
        }
    }

    private static <T extends Record> T construct(Class<T> type, RecordComponent[] components, Object[] arguments) {
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<T> constructor = type.getDeclaredConstructor(types);
            constructor.trySetAccessible();
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException("not a " + type.getSimpleName() + ": " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }
}
