/**
 * The numeric core of the quantizing techniques: number formats, scales, which weights a model has and which of them are
 * chosen. No service of its own.
 */
@Export
@Version("1.0.0")
package io.lapidary.quantization;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
