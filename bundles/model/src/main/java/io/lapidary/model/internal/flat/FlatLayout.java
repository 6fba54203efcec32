package io.lapidary.model.internal.flat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.lapidary.model.internal.schema.FieldKind;
import io.lapidary.model.internal.schema.FieldType;
import io.lapidary.model.internal.schema.Schema;

/**
 * A flatbuffer laid out front to back: vtables, tables, small vectors and strings (equal ones once), then weights. All offsets
 * point forward as the format asks, and the same tables always give the same bytes.
 */
public final class FlatLayout {
    /** Weights up to this size are written once where several buffers hold equal ones. */
    private static final int SHARED_PAYLOAD = 4096;

    private static final int HEADER = 8;
    private static final int PAYLOAD_ALIGNMENT = 16;

    private record Key(Object value, Object kind) {}

    private record VtableKey(List<Integer> offsets, int size) {}

    private final Schema schema;
    private final Map<VtableKey, FlatNodes.Vtable> vtables = new HashMap<>();
    private final Map<Key, FlatNode> shared = new HashMap<>();
    private final List<FlatNode> head = new ArrayList<>();
    private final List<FlatNode> structure = new ArrayList<>();
    private final List<FlatNode> leaves = new ArrayList<>();
    private final List<FlatNode> payloads = new ArrayList<>();
    private final List<FlatNode> behindTables = new ArrayList<>();
    private final FlatNodes.Table root;
    private final long size;

    public FlatLayout(Schema schema, FlatTable root) {
        this.schema = schema;
        this.root = inPlace(root);
        long end = HEADER;
        for (List<FlatNode> zone : List.of(head, structure)) {
            for (FlatNode node : zone) {
                end = node.place(end);
            }
        }
        this.size = new GapFilling(leaves, payloads).place(end, behindTables);
    }

    /** Bytes of the whole. */
    public long size() {
        return size;
    }

    /** Writes the whole. Scalars are read from the tables only now, so values that need {@link #size()} can be set before. */
    public void writeTo(FlatSink out) throws IOException {
        out.int32(root.position());
        out.write(ByteBuffer.wrap(schema.fileIdentifier().getBytes(StandardCharsets.US_ASCII)));
        for (List<FlatNode> zone : List.of(head, structure, behindTables)) {
            for (FlatNode node : zone) {
                out.padTo(node.position());
                node.write(out);
            }
        }
        out.padTo(size);
    }

    /** Equal tables without pointers are there once: mostly options, and empty buffers. */
    private FlatNodes.Table table(FlatTable table) {
        if (!table.isSharable()) {
            return inPlace(table);
        }
        var key = new Key(table.scalars(), table.type());
        var known = (FlatNodes.Table) shared.get(key);
        if (known != null) {
            return known;
        }
        var node = node(table);
        shared.put(key, node);
        leaf(node);
        return node;
    }

    private FlatNodes.Table inPlace(FlatTable table) {
        // A table stands before what it points to: its place in the list is taken first, and filled when its slots are
        // known.
        int place = structure.size();
        structure.add(null);
        var node = node(table);
        structure.set(place, node);
        return node;
    }

    private FlatNodes.Table node(FlatTable table) {
        var present = new ArrayList<FieldType>();
        for (FieldType field : table.type().fields()) {
            if (table.has(field.id())) {
                present.add(field);
            }
        }
        present.sort(Comparator.comparingInt(FieldType::slotSize).reversed());
        var slots = new ArrayList<FlatNodes.Slot>(present.size());
        int[] offsets =
                new int[present.stream().mapToInt(field -> field.id() + 1).max().orElse(0)];
        int at = 4;
        for (FieldType field : present) {
            offsets[field.id()] = at;
            slots.add(new FlatNodes.Slot(field, at, target(table, field)));
            at += field.slotSize();
        }
        int tableSize = (at + 3) & ~3;
        boolean wide = !present.isEmpty() && present.get(0).slotSize() == 8;
        return new FlatNodes.Table(table, vtable(offsets, tableSize), slots, tableSize, wide);
    }

    private FlatNodes.Vtable vtable(int[] offsets, int tableSize) {
        var list = new ArrayList<Integer>(offsets.length);
        for (int offset : offsets) {
            list.add(offset);
        }
        return vtables.computeIfAbsent(new VtableKey(list, tableSize), key -> {
            var vtable = new FlatNodes.Vtable(list, tableSize);
            head.add(vtable);
            return vtable;
        });
    }

    /** What the field points to; null for a scalar, which stands in the table itself. */
    private FlatNode target(FlatTable table, FieldType field) {
        if (field.kind() == FieldKind.SCALAR) {
            return null;
        }
        var value = table.value(field.id()).orElseThrow();
        if (value instanceof FlatTable child) {
            return table(child);
        } else if (value instanceof String text) {
            return shared.computeIfAbsent(
                    new Key(text, FieldKind.STRING),
                    key -> leaf(new FlatNodes.Text(StandardCharsets.UTF_8.encode(text))));
        } else if (value instanceof FlatStream stream) {
            return payload(new FlatNodes.Stream(stream, PAYLOAD_ALIGNMENT));
        } else if (value instanceof FlatVector vector) {
            return field.kind() == FieldKind.STRING ? leaf(new FlatNodes.Text(vector.bytes())) : scalars(field, vector);
        }
        return offsets(table.tables(field.id()));
    }

    private FlatNode offsets(List<FlatTable> tables) {
        int place = structure.size();
        structure.add(null);
        var node = new FlatNodes.Offsets(tables.stream().map(this::table).toList());
        structure.set(place, node);
        return node;
    }

    private FlatNode scalars(FieldType field, FlatVector vector) {
        int alignment = field.elementAlignment();
        var node = new FlatNodes.Scalars(vector, alignment);
        boolean payload = alignment >= PAYLOAD_ALIGNMENT || vector.bytes().remaining() > SHARED_PAYLOAD;
        if (vector.bytes().remaining() > SHARED_PAYLOAD) {
            return payload(node);
        }
        return shared.computeIfAbsent(new Key(vector, alignment), key -> payload ? payload(node) : leaf(node));
    }

    private FlatNode leaf(FlatNode node) {
        leaves.add(node);
        return node;
    }

    private FlatNode payload(FlatNode node) {
        payloads.add(node);
        return node;
    }
}
