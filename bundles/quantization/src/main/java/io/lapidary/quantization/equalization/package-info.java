/** Cross-layer equalization: channels between layers are scaled, so that they quantize better, and the function stays. */
@Export
@Version("1.0.0")
package io.lapidary.quantization.equalization;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
