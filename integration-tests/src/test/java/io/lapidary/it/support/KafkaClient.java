package io.lapidary.it.support;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.messaging.kafka.KafkaConnection;
import io.lapidary.messaging.kafka.KafkaMessaging;
import io.lapidary.messaging.kafka.KafkaSettings;
import io.lapidary.store.FileArtifactStore;

/** A client in a process of its own, connected to a node's broker and store. */
public final class KafkaClient implements AutoCloseable {
    private final KafkaMessaging messaging;
    private final Client client;

    private KafkaClient(KafkaMessaging messaging, Client client) {
        this.messaging = messaging;
        this.client = client;
    }

    /** Connects; a broker on a busy machine is asked again. */
    public static KafkaClient connect(String servers, Path store) throws LapidaryException, InterruptedException {
        var settings = KafkaSettings.of(KafkaConnection.of(servers, Optional.empty()));
        Instant end = Instant.now().plus(Client.LIMIT);
        while (true) {
            try {
                var messaging = KafkaMessaging.connect(settings);
                var client = new Client(messaging.publisher(), messaging.reader(), FileArtifactStore.open(store));
                return new KafkaClient(messaging, client);
            } catch (LapidaryException e) {
                if (!e.code().equals(ErrorCodes.BROKER_UNAVAILABLE)
                        || Instant.now().isAfter(end)) {
                    throw e;
                }
            }
        }
    }

    public Client client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        messaging.close();
    }
}
