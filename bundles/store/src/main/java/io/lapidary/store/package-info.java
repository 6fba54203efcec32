/** The store on a file system, for those who open one without OSGi. */
@Export
@Version("1.0.0")
package io.lapidary.store;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
