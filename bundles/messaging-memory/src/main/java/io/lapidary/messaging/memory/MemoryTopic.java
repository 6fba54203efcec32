package io.lapidary.messaging.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.lapidary.api.messaging.InboundMessage;
import io.lapidary.api.messaging.OutboundMessage;

/** Messages in the order of their publishing. Guarded by the deliveries' lock. */
final class MemoryTopic {
    private final String name;
    private final long[] ends;
    private final List<InboundMessage> messages = new ArrayList<>();

    MemoryTopic(String name, int partitions) {
        this.name = name;
        this.ends = new long[partitions];
    }

    void append(OutboundMessage message, Instant now) {
        int partition = Math.floorMod(message.key().hashCode(), ends.length);
        messages.add(new InboundMessage(
                name, partition, ends[partition]++, message.key(), message.headers(), message.payload(), now));
    }

    List<InboundMessage> messages() {
        return messages;
    }

    int size() {
        return messages.size();
    }

    InboundMessage get(int index) {
        return messages.get(index);
    }
}
