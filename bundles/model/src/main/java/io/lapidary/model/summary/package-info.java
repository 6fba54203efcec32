/** What a model consists of: operators, types, sizes, sparsity. */
@Export
@Version("1.0.0")
package io.lapidary.model.summary;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
