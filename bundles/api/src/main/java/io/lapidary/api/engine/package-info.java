/** Engines: native libraries in child processes. What crosses is records and files. */
@Export
@Version("1.0.0")
package io.lapidary.api.engine;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
