package io.lapidary.events.codec;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.messaging.OutboundMessage;

/** How large a message may be: larger tables are attachments in the store, and a message carries their address. */
public final class MessageSize {
    /** Of payload, key and headers together, in bytes. */
    public static final int MAX_BYTES = 256 * 1024;

    private MessageSize() {}

    /** Payload, key and headers together, in bytes. */
    public static long of(OutboundMessage message) {
        long size = (long) message.payload().length + bytes(message.key());
        for (Map.Entry<String, String> header : message.headers().entrySet()) {
            size += bytes(header.getKey()) + bytes(header.getValue());
        }
        return size;
    }

    /** @throws LapidaryException of code invalid-request if {@code message} is over the limit */
    public static void check(OutboundMessage message) throws LapidaryException {
        long size = of(message);
        if (size > MAX_BYTES) {
            throw new LapidaryException(
                    ErrorCodes.INVALID_REQUEST,
                    "The message for " + message.topic() + " with the key '" + message.key() + "' takes " + size
                            + " bytes; at most " + MAX_BYTES + " are allowed.",
                    "Put what is large into the store, and its address into the message.");
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
