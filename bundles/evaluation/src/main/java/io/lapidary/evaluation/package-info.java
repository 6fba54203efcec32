/** Evaluation without OSGi: how a program gets an evaluator and the metrics that come with the platform. */
@Export
@Version("1.0.0")
package io.lapidary.evaluation;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
