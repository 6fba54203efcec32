/** Decides which operators are computed in integers, and by which scales. */
package io.lapidary.quantization.integer.plan;
