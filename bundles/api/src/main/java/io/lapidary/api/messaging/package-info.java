/** A small SPI in front of the broker: bytes, keys, headers. Unit tests run on an in-memory double. */
@Export
@Version("1.0.0")
package io.lapidary.api.messaging;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
