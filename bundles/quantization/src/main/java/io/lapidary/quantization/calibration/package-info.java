/** Ranges of activations, measured inside the engine over representative samples. */
@Export
@Version("1.0.0")
package io.lapidary.quantization.calibration;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
