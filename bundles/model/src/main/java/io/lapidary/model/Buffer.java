package io.lapidary.model;

import io.lapidary.model.internal.flat.FlatTable;
import io.lapidary.model.internal.schema.Schema;

/** A numbered buffer of a model. Several tensors, of several subgraphs too, may share one. */
public final class Buffer {
    private FlatTable source;
    private BufferContent content;
    private boolean edited;
    private int index;
    private int users;

    Buffer(FlatTable source, BufferContent content) {
        this.source = source;
        this.content = content;
    }

    static Buffer of(BufferContent content) {
        var buffer = new Buffer(new FlatTable(Schema.tflite().table("Buffer")), content);
        buffer.edited = true;
        return buffer;
    }

    /** Its number; buffer 0 is by convention empty and stands for "no data". */
    public int index() {
        return index;
    }

    public BufferContent content() {
        return content;
    }

    public boolean isEmpty() {
        return content.isEmpty();
    }

    /** How many tensors and metadata entries refer to it. */
    public int users() {
        return users;
    }

    void index(int number) {
        index = number;
    }

    void content(BufferContent replacement) {
        content = replacement;
        source = new FlatTable(source.type());
        edited = true;
    }

    /** Whether the content is other than what {@link #source} says. */
    boolean isEdited() {
        return edited;
    }

    FlatTable source() {
        return source;
    }

    void used() {
        users++;
    }

    void released() {
        users--;
    }

    @Override
    public String toString() {
        return "buffer " + index + " (" + content.size() + " bytes)";
    }
}
