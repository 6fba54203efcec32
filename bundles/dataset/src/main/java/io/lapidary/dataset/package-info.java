/** Data locations and their options, readers of samples for those without OSGi, and access to samples that were read. */
@Export
@Version("1.0.0")
package io.lapidary.dataset;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
