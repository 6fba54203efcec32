package io.lapidary.shell.platform;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.messaging.InboundMessage;
import io.lapidary.api.messaging.TopicReader;
import io.lapidary.events.PartitionUse;
import io.lapidary.events.TenantUse;
import io.lapidary.events.codec.MessageCodec;
import io.lapidary.events.codec.Topics;

/** Adds up what coordinators say of their partitions' tenants. */
final class TenantUses {
    /** A cluster that no node of this release has used yet has no such topic. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private TenantUses() {}

    static Map<String, TenantUse> read(TopicReader reader, MessageCodec codec)
            throws LapidaryException, InterruptedException {
        var last = new ConcurrentHashMap<String, PartitionUse>();
        try (var following =
                reader.follow(Topics.TENANT_USE, TopicReader.Start.BEGINNING, message -> take(message, codec, last))) {
            following.caughtUp().toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Map.of();
        } catch (ExecutionException e) {
            throw Unreachable.because(
                    "What tenants have could not be read (" + e.getCause().getMessage() + ").",
                    "See that the broker runs and that " + Topics.TENANT_USE + " may be read.",
                    e);
        }
        var sums = new HashMap<String, TenantUse>();
        last.values()
                .forEach(part -> part.getTenants().forEach((tenant, use) -> sums.merge(tenant, use, TenantUses::add)));
        return sums;
    }

    private static void take(InboundMessage message, MessageCodec codec, Map<String, PartitionUse> last) {
        try {
            last.put(message.key(), codec.decode(PartitionUse.class, message.payload()));
        } catch (LapidaryException e) {
            last.remove(message.key()); // of a release that says it otherwise
        }
    }

    /** Limits are of all partitions together, and every coordinator is to say the same. */
    private static TenantUse add(TenantUse one, TenantUse other) {
        return new TenantUse(
                one.getRunning() + other.getRunning(),
                one.getQueued() + other.getQueued(),
                one.getBytes() + other.getBytes(),
                Math.max(one.getMaxRunning(), other.getMaxRunning()),
                Math.max(one.getMaxQueued(), other.getMaxQueued()),
                Math.max(one.getMaxBytes(), other.getMaxBytes()));
    }
}
