package io.lapidary.coordinator.internal.machine;

import java.util.Arrays;
import java.util.Objects;

import org.apache.avro.specific.SpecificRecord;

import io.lapidary.api.LapidaryException;
import io.lapidary.events.codec.MessageCodec;

/**
 * A message that is encoded and decoded once at most: state is written often and what it holds is seldom looked at. Confined
 * to one thread; the message is not to be changed.
 *
 * @param <T> the message
 */
public final class Packed<T extends SpecificRecord> {
    private final MessageCodec codec;
    private final Class<T> type;
    private byte[] bytes;
    private T value;

    private Packed(MessageCodec codec, Class<T> type, byte[] bytes, T value) {
        this.codec = Objects.requireNonNull(codec, "codec");
        this.type = Objects.requireNonNull(type, "type");
        this.bytes = bytes;
        this.value = value;
    }

    public static <T extends SpecificRecord> Packed<T> of(MessageCodec codec, Class<T> type, T value) {
        return new Packed<>(codec, type, null, Objects.requireNonNull(value, "value"));
    }

    public static <T extends SpecificRecord> Packed<T> ofBytes(MessageCodec codec, Class<T> type, byte[] bytes) {
        return new Packed<>(codec, type, Objects.requireNonNull(bytes, "bytes"), null);
    }

    /** @throws IllegalStateException if the bytes cannot be read, as when their schema is not known any more */
    public T value() {
        if (value == null) {
            try {
                value = codec.decode(type, bytes);
            } catch (LapidaryException e) {
                throw new IllegalStateException("state holds an unreadable message: " + e.sentence(), e);
            }
        }
        return value;
    }

    public byte[] bytes() {
        if (bytes == null) {
            bytes = codec.encode(value);
        }
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Packed<?> that && type == that.type && Arrays.equals(bytes(), that.bytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes());
    }

    @Override
    public String toString() {
        return value().toString();
    }
}
