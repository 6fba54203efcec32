/** Planners: services that turn a request into candidate pipelines, and evaluations into a decision. */
@Export
@Version("1.0.0")
package io.lapidary.api.planner;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
