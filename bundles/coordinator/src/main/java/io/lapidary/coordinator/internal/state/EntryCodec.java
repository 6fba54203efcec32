package io.lapidary.coordinator.internal.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.lapidary.coordinator.internal.machine.Ended;
import io.lapidary.coordinator.internal.machine.Entry;
import io.lapidary.coordinator.internal.machine.Forewarned;
import io.lapidary.coordinator.internal.machine.Published;
import io.lapidary.coordinator.internal.machine.RequestState;
import io.lapidary.events.Status;
import io.lapidary.events.codec.MessageCodec;

/**
 * Entries as bytes, for the store and its changelog: one byte that says what it is, one with the version of its form.
 *
 * <p>Ended requests are the many: their form is fixed and takes {@value #ENDED_BYTES} bytes, and behind them, if anything was
 * published, its bytes and the tenant; a release that does not know these passes over them. Live ones are Avro, so that they
 * can change from release to release.
 */
public final class EntryCodec {
    static final int ENDED_BYTES = 2 + 16 + 1 + 8 + 4 + 8;

    private static final byte LIVE = 'L';
    private static final byte ENDED = 'E';
    private static final byte FOREWARNED = 'F';
    private static final byte FORM = 1;
    private static final String SEPARATOR = "\0";

    /** Kept for good, whatever becomes of the enum's order. */
    private static final Map<Status, Byte> STATUS_BYTES = Map.of(
            Status.UNKNOWN, (byte) 0,
            Status.SUCCEEDED, (byte) 1,
            Status.UNSATISFIED, (byte) 2,
            Status.FAILED, (byte) 3,
            Status.REFUSED, (byte) 4,
            Status.CANCELLED, (byte) 5,
            Status.EXPIRED, (byte) 6);

    private final LiveCodec live;

    /** @param codec for the messages within */
    public EntryCodec(MessageCodec codec) {
        this.live = new LiveCodec(codec);
    }

    public byte[] encode(Entry entry) {
        if (entry instanceof RequestState state) {
            return live.encode(state, LIVE);
        } else if (entry instanceof Ended ended) {
            Published published = ended.published();
            byte[] tenant = published.tenant().getBytes(StandardCharsets.UTF_8);
            int more = published.bytes() > 0 ? Long.BYTES + tenant.length : 0;
            ByteBuffer out = ByteBuffer.allocate(ENDED_BYTES + more);
            out.put(ENDED)
                    .put(FORM)
                    .put(HexFormat.of().parseHex(ended.digest()))
                    .put(STATUS_BYTES.get(ended.status()))
                    .putLong(ended.until())
                    .putInt(ended.attempt())
                    .putLong(ended.sequence());
            return more > 0 ? out.putLong(published.bytes()).put(tenant).array() : out.array();
        } else if (entry instanceof Forewarned forewarned) {
            byte[] reason = text(forewarned).getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.allocate(2 + 8 + reason.length)
                    .put(FOREWARNED)
                    .put(FORM)
                    .putLong(forewarned.until())
                    .put(reason)
                    .array();
        }
        throw new IllegalArgumentException("no form for " + entry.getClass());
    }

    /** Whether these are the bytes of a live request; the others need no work on start. */
    public static boolean isLive(byte[] bytes) {
        return bytes[0] == LIVE;
    }

    /** When an ended or forewarned entry may be forgotten, without reading all of it. */
    public static long until(byte[] bytes) {
        return switch (bytes[0]) {
            case ENDED -> ByteBuffer.wrap(bytes).getLong(2 + 16 + 1);
            case FOREWARNED -> ByteBuffer.wrap(bytes).getLong(2);
            default -> Long.MAX_VALUE;
        };
    }

    /** What an entry published, without reading all of it. */
    public static Published published(byte[] bytes) {
        if (bytes[0] != ENDED || bytes.length <= ENDED_BYTES + Long.BYTES) {
            return Published.NOTHING;
        }
        var in = ByteBuffer.wrap(bytes, ENDED_BYTES, bytes.length - ENDED_BYTES);
        long published = in.getLong();
        return new Published(StandardCharsets.UTF_8.decode(in).toString(), published);
    }

    /** @throws IllegalStateException if the bytes are of no form that this release knows */
    public Entry decode(String requestId, byte[] bytes) {
        int form = bytes[1];
        if (bytes[0] == LIVE) {
            return live.decode(requestId, bytes);
        } else if (bytes[0] == ENDED && form == FORM) {
            var in = ByteBuffer.wrap(bytes, 2, bytes.length - 2);
            byte[] digest = new byte[16];
            in.get(digest);
            return new Ended(
                    HexFormat.of().formatHex(digest),
                    status(in.get()),
                    in.getLong(),
                    in.getInt(),
                    in.getLong(),
                    published(bytes));
        } else if (bytes[0] == FOREWARNED && form == FORM) {
            var in = ByteBuffer.wrap(bytes, 2, bytes.length - 2);
            long until = in.getLong();
            return forewarned(StandardCharsets.UTF_8.decode(in).toString(), until);
        }
        throw new IllegalStateException("the state of '" + requestId + "' has the form " + bytes[0] + "." + form
                + ", which this release does not know");
    }

    /** The reason and, behind zero characters, who may; the release before takes it all for the reason. */
    private static String text(Forewarned forewarned) {
        String reason = forewarned.reason().replace(SEPARATOR, " ");
        return reason + SEPARATOR + String.join(SEPARATOR, new TreeSet<>(forewarned.tenants()));
    }

    private static Forewarned forewarned(String text, long until) {
        List<String> parts = List.of(text.split(SEPARATOR));
        return parts.size() == 1
                ? new Forewarned(text, until, Set.of(Forewarned.ANYBODYS))
                : new Forewarned(parts.get(0), until, Set.copyOf(parts.subList(1, parts.size())));
    }

    private static Status status(byte code) {
        return STATUS_BYTES.entrySet().stream()
                .filter(e -> e.getValue() == code)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(Status.UNKNOWN);
    }
}
