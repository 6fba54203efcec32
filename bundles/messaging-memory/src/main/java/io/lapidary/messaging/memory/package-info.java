/** Messaging within one process: the same contracts as over a broker, without the broker. For tests. */
@Export
@Version("1.0.0")
package io.lapidary.messaging.memory;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
