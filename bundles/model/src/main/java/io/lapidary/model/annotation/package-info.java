/** What steps pass on about tensors: ranges, scales, rounding, masks, clusters. */
@Export
@Version("1.0.0")
package io.lapidary.model.annotation;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
