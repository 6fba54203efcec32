/** Reports: one page for people per request. */
@Export
@Version("1.0.0")
package io.lapidary.api.report;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
