/** Means, variances and ranges of activations by channel, from weights and from what is known of a model's inputs. */
@Export
@Version("1.0.0")
package io.lapidary.quantization.statistics;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
