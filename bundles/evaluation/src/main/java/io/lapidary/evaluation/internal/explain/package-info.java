/** Explains a quantized model: what each of its operators loses, what it costs, and what would help; the packages below do the work. */
package io.lapidary.evaluation.internal.explain;
