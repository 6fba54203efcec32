/** The messaging contracts over Kafka; usable without OSGi, by {@link io.lapidary.messaging.kafka.KafkaMessaging}. */
@Export
@Version("1.0.0")
package io.lapidary.messaging.kafka;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
