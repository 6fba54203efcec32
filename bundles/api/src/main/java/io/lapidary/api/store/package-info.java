/** The store: artifacts by digest, remembered steps by key. */
@Export
@Version("1.0.0")
package io.lapidary.api.store;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
