/** What every contract shares: errors with stable codes, digests, versions. */
@Export
@Version("1.0.0")
package io.lapidary.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
