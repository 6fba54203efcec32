/** Static shapes of all tensors for given shapes of the inputs. */
@Export
@Version("1.0.0")
package io.lapidary.model.shape;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
