/**
 * Full-integer quantization after training: which operators have an integer kernel and what it asks for, scales that satisfy
 * all of them, and the rewriting of a float model.
 */
@Export
@Version("1.0.0")
package io.lapidary.quantization.integer;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
