/** What is wrong with a model's structure, before a runtime refuses it or, worse, does not. */
@Export
@Version("1.0.0")
package io.lapidary.model.check;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
