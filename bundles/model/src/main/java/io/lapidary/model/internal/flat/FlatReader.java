package io.lapidary.model.internal.flat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.lapidary.api.LapidaryException;
import io.lapidary.model.UnknownField;
import io.lapidary.model.internal.ModelErrors;
import io.lapidary.model.internal.schema.FieldType;
import io.lapidary.model.internal.schema.ScalarType;
import io.lapidary.model.internal.schema.Schema;
import io.lapidary.model.internal.schema.TableType;

/**
 * Reads any flatbuffer of a schema. Scalar vectors stay views of the given bytes. Nothing in the bytes is trusted: every offset
 * and length is checked, what is allocated is bounded by {@link Budget}, and recursion ends because no table of the schema
 * contains itself.
 */
public final class FlatReader {
    private static final int UNKNOWN_KINDS = 64;

    private final Schema schema;
    private final FlatBytes bytes;
    private final Budget budget;
    private final Set<UnknownField> unknown = new LinkedHashSet<>();

    private FlatReader(Schema schema, ByteBuffer bytes) {
        this.schema = schema;
        this.bytes = new FlatBytes(bytes);
        this.budget = new Budget(this.bytes.limit());
    }

    /**
     * @param bytes the flatbuffer from position to limit; data behind its end does no harm
     * @throws LapidaryException NOT_A_MODEL if the identifier is missing, CORRUPT_MODEL if the structure is broken
     */
    public static FlatDocument read(Schema schema, ByteBuffer bytes) throws LapidaryException {
        return new FlatReader(schema, bytes).document();
    }

    private FlatDocument document() throws LapidaryException {
        var identifier = schema.fileIdentifier().getBytes(StandardCharsets.US_ASCII);
        if (bytes.limit() < 8 || !bytes.slice(4, 4, "identifier").equals(ByteBuffer.wrap(identifier))) {
            throw ModelErrors.notAModel("The bytes are no TensorFlow Lite model: they lack the identifier '"
                    + schema.fileIdentifier() + "'.");
        }
        bytes.path().append(schema.root().name());
        var root = table(schema.root(), bytes.follow(0, "the root table"));
        return new FlatDocument(root, List.copyOf(unknown));
    }

    private FlatTable table(TableType type, int at) throws LapidaryException {
        long vtable = (long) at - bytes.int32(at, "table");
        int vtableSize = bytes.ushort(vtable, "vtable");
        int tableSize = bytes.ushort(vtable + 2, "vtable");
        if (vtableSize < 4 || (vtableSize & 1) != 0 || tableSize < 4) {
            throw bytes.corrupt("a vtable states impossible sizes");
        }
        bytes.check(vtable, vtableSize, "vtable");
        bytes.check(at, tableSize, "table");
        budget.take(Budget.TABLE + (long) Budget.SLOT * type.fields().size(), bytes.path());
        var table = new FlatTable(type);
        int slots = (vtableSize - 4) / 2;
        for (int id = 0; id < slots; id++) {
            int offset = bytes.ushort(vtable + 4 + 2L * id, "vtable");
            if (offset == 0) {
                continue;
            }
            if (id >= type.fields().size()) {
                unknown(type, id, "a field beyond the known ones");
                continue;
            }
            var field = type.fields().get(id);
            if (offset < 4 || offset + field.slotSize() > tableSize) {
                throw bytes.corrupt("field " + field.name() + " lies outside its table");
            }
            int mark = bytes.path().length();
            bytes.path().append('.').append(field.name());
            field(table, field, at + offset);
            bytes.path().setLength(mark);
        }
        return table;
    }

    private void field(FlatTable table, FieldType field, int at) throws LapidaryException {
        switch (field.kind()) {
            case SCALAR -> {
                budget.take(Budget.SCALAR, bytes.path());
                table.setPresent(field.id(), field.scalar().read(bytes.raw(), at));
            }
            case STRING -> text(table, field, bytes.follow(at, "string"));
            case TABLE -> table.set(field.id(), table(schema.table(field.reference()), bytes.follow(at, "table")));
            case UNION -> union(table, field, at);
            case SCALAR_VECTOR -> table.set(field.id(), vector(field.scalar(), bytes.follow(at, "vector")));
            case TABLE_VECTOR -> table.set(field.id(), tables(field, bytes.follow(at, "vector")));
        }
    }

    private void union(FlatTable table, FieldType field, int at) throws LapidaryException {
        var number = table.int32(field.id() - 1);
        var member = schema.unionMember(field.reference(), number);
        if (member.isPresent()) {
            table.set(field.id(), table(member.get(), bytes.follow(at, "union")));
        } else {
            unknown(table.type(), field.id(), "member " + number + " of union " + field.reference());
        }
    }

    private void text(FlatTable table, FieldType field, int at) throws LapidaryException {
        long length = bytes.int32(at, "string") & 0xFFFFFFFFL;
        var slice = bytes.slice(at + 4L, length, "string");
        budget.take(Budget.TEXT + length, bytes.path());
        var text = Utf8.strict(slice);
        if (text.isPresent()) {
            table.set(field.id(), text.get());
        } else {
            table.setRawText(field.id(), new FlatVector(ScalarType.UBYTE, slice));
        }
    }

    private FlatVector vector(ScalarType element, int at) throws LapidaryException {
        long count = bytes.int32(at, "vector") & 0xFFFFFFFFL;
        budget.take(Budget.VECTOR, bytes.path());
        var slice = bytes.slice(at + 4L, count * element.size(), "vector");
        budget.view(slice.remaining(), bytes.path());
        return new FlatVector(element, slice);
    }

    private List<FlatTable> tables(FieldType field, int at) throws LapidaryException {
        long count = bytes.int32(at, "vector") & 0xFFFFFFFFL;
        bytes.check(at + 4L, count * 4, "vector");
        budget.take(Budget.VECTOR + count * 8, bytes.path());
        var type = schema.table(field.reference());
        var tables = new ArrayList<FlatTable>((int) count);
        int mark = bytes.path().length();
        for (int i = 0; i < count; i++) {
            bytes.path().append('[').append(i).append(']');
            tables.add(table(type, bytes.follow(at + 4L + 4L * i, "table")));
            bytes.path().setLength(mark);
        }
        return tables;
    }

    private void unknown(TableType type, int id, String detail) {
        if (unknown.size() < UNKNOWN_KINDS) {
            unknown.add(new UnknownField(type.name(), id, detail));
        }
    }
}
