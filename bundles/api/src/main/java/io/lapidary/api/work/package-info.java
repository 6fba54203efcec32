/** What a running piece of work may use and must heed: engines, cores, memory, deadline, cancellation, progress. */
@Export
@Version("1.0.0")
package io.lapidary.api.work;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
