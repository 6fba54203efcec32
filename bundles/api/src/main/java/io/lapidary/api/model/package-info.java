/** How a contract names a model: a file and its digest, and the traits that steps require and change. */
@Export
@Version("1.0.0")
package io.lapidary.api.model;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
