package io.lapidary.model.internal.flat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

import io.lapidary.model.internal.schema.FieldType;

/** The kinds of pieces a flatbuffer is laid out of. */
final class FlatNodes {
    private FlatNodes() {}

    /** Where a table's fields are; shared by all tables with the same fields. */
    static final class Vtable extends FlatNode {
        private final List<Integer> offsets;
        private final int tableSize;

        Vtable(List<Integer> offsets, int tableSize) {
            this.offsets = offsets;
            this.tableSize = tableSize;
        }

        @Override
        int alignment() {
            return 2;
        }

        @Override
        long size() {
            return 4 + 2L * offsets.size();
        }

        @Override
        void write(FlatSink out) throws IOException {
            out.int16((int) size());
            out.int16(tableSize);
            for (int offset : offsets) {
                out.int16(offset);
            }
        }
    }

    /** One field of a table: a scalar, read when it is written, or a piece to point at. */
    record Slot(FieldType field, int offset, FlatNode target) {}

    static final class Table extends FlatNode {
        private final FlatTable table;
        private final Vtable vtable;
        private final List<Slot> slots;
        private final int size;
        private final boolean wide;

        Table(FlatTable table, Vtable vtable, List<Slot> slots, int size, boolean wide) {
            this.table = table;
            this.vtable = vtable;
            this.slots = slots;
            this.size = size;
            this.wide = wide;
        }

        @Override
        int alignment() {
            return wide ? 8 : 4;
        }

        /** Wide fields follow the 4 bytes that point to the vtable, so that those end where 8-byte alignment begins. */
        @Override
        int skew() {
            return wide ? 4 : 0;
        }

        @Override
        long size() {
            return size;
        }

        @Override
        void write(FlatSink out) throws IOException {
            var bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
            bytes.putInt(0, (int) (position() - vtable.position()));
            for (Slot slot : slots) {
                if (slot.target() == null) {
                    slot.field()
                            .scalar()
                            .write(bytes, slot.offset(), table.bits(slot.field().id()));
                } else {
                    bytes.putInt(slot.offset(), (int) (slot.target().position() - position() - slot.offset()));
                }
            }
            out.write(bytes);
        }
    }

    static final class Offsets extends FlatNode {
        private final List<Table> targets;

        Offsets(List<Table> targets) {
            this.targets = targets;
        }

        @Override
        int alignment() {
            return 4;
        }

        @Override
        long size() {
            return 4 + 4L * targets.size();
        }

        @Override
        void write(FlatSink out) throws IOException {
            out.int32(targets.size());
            for (Table target : targets) {
                out.int32(target.position() - out.position());
            }
        }
    }

    static final class Text extends FlatNode {
        private final ByteBuffer utf8;

        Text(ByteBuffer utf8) {
            this.utf8 = utf8;
        }

        @Override
        int alignment() {
            return 4;
        }

        @Override
        long size() {
            return 4L + utf8.remaining() + 1;
        }

        @Override
        void write(FlatSink out) throws IOException {
            out.int32(utf8.remaining());
            out.write(utf8.duplicate());
            out.int8(0);
        }
    }

    static final class Scalars extends FlatNode {
        private final FlatVector vector;
        private final int alignment;

        Scalars(FlatVector vector, int alignment) {
            this.vector = vector;
            this.alignment = alignment;
        }

        @Override
        int alignment() {
            return alignment;
        }

        /** It is the first element, behind the 4 bytes of the count, that is aligned. */
        @Override
        int skew() {
            return alignment - 4;
        }

        @Override
        long size() {
            return 4L + vector.bytes().remaining();
        }

        @Override
        void write(FlatSink out) throws IOException {
            out.int32(vector.count());
            out.write(vector.bytes());
        }
    }

    static final class Stream extends FlatNode {
        private final FlatStream stream;
        private final int alignment;

        Stream(FlatStream stream, int alignment) {
            this.stream = stream;
            this.alignment = alignment;
        }

        @Override
        int alignment() {
            return alignment;
        }

        @Override
        int skew() {
            return alignment - 4;
        }

        @Override
        long size() {
            return 4L + stream.size();
        }

        @Override
        void write(FlatSink out) throws IOException {
            out.int32(stream.size());
            out.write(stream);
        }
    }
}
