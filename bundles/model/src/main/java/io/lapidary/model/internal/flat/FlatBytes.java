package io.lapidary.model.internal.flat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.lapidary.api.LapidaryException;
import io.lapidary.model.internal.ModelErrors;

/** A flatbuffer's bytes, every access checked against their end. Keeps the path to what is being read, for messages. */
final class FlatBytes {
    private final ByteBuffer bytes;
    private final StringBuilder path = new StringBuilder();

    FlatBytes(ByteBuffer bytes) {
        this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    int limit() {
        return bytes.limit();
    }

    /** The raw buffer, for reads that {@link #check} has allowed. */
    ByteBuffer raw() {
        return bytes;
    }

    StringBuilder path() {
        return path;
    }

    /** Fails unless [at, at + size) lies within the bytes. */
    int check(long at, long size, String what) throws LapidaryException {
        if (at < 0 || size < 0 || at > bytes.limit() - size) {
            throw corrupt(what + " of " + size + " bytes at byte " + at + " lies outside the " + bytes.limit()
                    + " bytes there are");
        }
        return (int) at;
    }

    int ushort(long at, String what) throws LapidaryException {
        return bytes.getShort(check(at, 2, what)) & 0xFFFF;
    }

    int int32(long at, String what) throws LapidaryException {
        return bytes.getInt(check(at, 4, what));
    }

    /** Follows the unsigned offset at {@code at}. */
    int follow(long at, String what) throws LapidaryException {
        long offset = int32(at, what) & 0xFFFFFFFFL;
        if (offset == 0) {
            throw corrupt(what + " has an offset of 0");
        }
        return check(at + offset, 4, what);
    }

    ByteBuffer slice(long at, long size, String what) throws LapidaryException {
        return bytes.slice(check(at, size, what), (int) size);
    }

    LapidaryException corrupt(String what) {
        return ModelErrors.corrupt(what, path.toString());
    }
}
