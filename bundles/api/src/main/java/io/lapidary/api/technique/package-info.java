/** Techniques: ways to optimize a model, one bundle and one service each. */
@Export
@Version("1.0.0")
package io.lapidary.api.technique;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
