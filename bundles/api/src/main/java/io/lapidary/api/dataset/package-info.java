/** Where samples come from, and the one form in which they reach techniques and engines. */
@Export
@Version("1.0.0")
package io.lapidary.api.dataset;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
