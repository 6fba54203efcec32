/** Forms of integers: which integers stand for which real numbers. */
@Export
@Version("1.0.0")
package io.lapidary.quantization.integer.scheme;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
