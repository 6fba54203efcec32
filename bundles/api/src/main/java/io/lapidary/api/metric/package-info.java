/** Metrics: ways to say how good a model's outputs are, one service each. */
@Export
@Version("1.0.0")
package io.lapidary.api.metric;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
