/** What a tensor of a model's interface, or of a data set, is: name, element type, shape. */
@Export
@Version("1.0.0")
package io.lapidary.api.tensor;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
