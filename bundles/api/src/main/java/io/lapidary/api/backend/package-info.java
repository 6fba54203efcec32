/** Backends: kinds of hardware, one bundle and one service each. */
@Export
@Version("1.0.0")
package io.lapidary.api.backend;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
