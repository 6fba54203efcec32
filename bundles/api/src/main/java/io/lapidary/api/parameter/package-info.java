/** Typed parameters: the command line, the docs, the catalog and the checks are all made from them. */
@Export
@Version("1.0.0")
package io.lapidary.api.parameter;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
