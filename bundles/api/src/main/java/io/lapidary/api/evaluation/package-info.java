/** What was measured on a packaged artifact, opened again, against the original. */
@Export
@Version("1.0.0")
package io.lapidary.api.evaluation;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
