package io.lapidary.model;

import io.lapidary.model.internal.flat.FlatTable;
import io.lapidary.model.internal.schema.Schema;

/** Which operator, in which version; an entry of the model's table of operator codes. */
public final class OperatorCode {
    private static final int HIGHEST_DEPRECATED = 127;

    private final FlatTable table;
    private int index;

    OperatorCode(FlatTable table) {
        this.table = table;
    }

    static OperatorCode of(BuiltinOperator type, String customCode, int version) {
        var table = new FlatTable(Schema.tflite().table("OperatorCode"));
        table.set(FieldIds.CODE_DEPRECATED, Math.min(type.code(), HIGHEST_DEPRECATED));
        table.set(FieldIds.CODE_BUILTIN, type.code());
        table.set(FieldIds.CODE_VERSION, version);
        if (!customCode.isEmpty()) {
            table.set(FieldIds.CODE_CUSTOM, customCode);
        }
        return new OperatorCode(table);
    }

    /** Files older than operator 127 state the code in a byte, newer ones in both places. */
    int number() {
        return Math.max(table.int32(FieldIds.CODE_BUILTIN), table.int32(FieldIds.CODE_DEPRECATED));
    }

    public BuiltinOperator type() {
        return BuiltinOperator.of(number());
    }

    /** The name of a custom operator; empty for a builtin one. */
    public String customCode() {
        return table.text(FieldIds.CODE_CUSTOM).orElse("");
    }

    public int version() {
        return table.int32(FieldIds.CODE_VERSION);
    }

    /** The position in the model's table of operator codes. */
    public int index() {
        return index;
    }

    void index(int position) {
        index = position;
    }

    FlatTable table() {
        return table;
    }

    boolean is(BuiltinOperator type, String customCode, int version) {
        return type() == type
                && type != BuiltinOperator.UNKNOWN
                && version() == version
                && customCode().equals(customCode);
    }

    /** The type's name, as in {@code CONV_2D}, or a custom operator's own. */
    public String typeName() {
        return switch (type()) {
            case CUSTOM -> customCode().isEmpty() ? type().name() : customCode();
            case UNKNOWN -> "operator " + number();
            default -> type().name();
        };
    }

    /** The name as sentences and tables show it: a custom operator's with the word before it, as in {@code CUSTOM Beamformer}. */
    public String title() {
        return customCode().isEmpty() ? typeName() : type().name() + " " + typeName();
    }

    /** {@code CONV_2D v3}. */
    @Override
    public String toString() {
        return typeName() + " v" + version();
    }
}
