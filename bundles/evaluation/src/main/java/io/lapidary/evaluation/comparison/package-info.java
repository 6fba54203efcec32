/** What differs between two models: operators, types, scales and weights. */
@Export
@Version("1.0.0")
package io.lapidary.evaluation.comparison;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
