package io.lapidary.events.codec;

import java.nio.charset.StandardCharsets;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.messaging.InboundMessage;
import io.lapidary.api.messaging.Subscription;
import io.lapidary.api.messaging.TopicReader;

/** Keeps a catalog up to date with the schemas that senders publish. */
public final class SchemaFollower {
    private SchemaFollower() {}

    /** Follows {@code lapidary.schemas} until closed; once caught up, the catalog holds every schema published so far. */
    public static Subscription follow(TopicReader reader, SchemaCatalog catalog) {
        return reader.follow(Topics.SCHEMAS, TopicReader.Start.BEGINNING, message -> take(message, catalog));
    }

    private static void take(InboundMessage message, SchemaCatalog catalog) {
        if (message.payload().length == 0) {
            return; // deleted there; kept here, since messages written with it may still lie on the topics
        }
        try {
            catalog.learn(message.key(), new String(message.payload(), StandardCharsets.UTF_8));
        } catch (LapidaryException e) {
            // Coordinators, which read the same topic, tell of it; what is written with it is refused as of an unknown
            // schema.
            return;
        }
    }
}
