/** Rewrites a float model as planned, and corrects the outputs of what it became. */
package io.lapidary.quantization.integer.rewriting;
