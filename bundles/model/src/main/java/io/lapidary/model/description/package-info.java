/** What a model's maker says of its tensors, in the metadata that TensorFlow Lite's tools write and read. */
@Export
@Version("1.0.0")
package io.lapidary.model.description;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
