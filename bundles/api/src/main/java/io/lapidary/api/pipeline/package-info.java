/** Pipelines: ordered steps for a model, what became of each, and what a request asks of the result. */
@Export
@Version("1.0.0")
package io.lapidary.api.pipeline;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
