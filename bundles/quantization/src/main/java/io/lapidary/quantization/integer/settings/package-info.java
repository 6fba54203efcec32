/** What a request can set of a full-integer quantization. */
@Export
@Version("1.0.0")
package io.lapidary.quantization.integer.settings;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
