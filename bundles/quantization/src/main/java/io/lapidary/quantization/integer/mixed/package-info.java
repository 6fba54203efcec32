/** Quantizes a model with a precision for each operator. */
@Export
@Version("1.0.0")
package io.lapidary.quantization.integer.mixed;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
