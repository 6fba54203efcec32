/** The TensorFlow Lite graph. */
@Export
@Version("1.0.0")
package io.lapidary.model;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
