/** Looks for changes that would help a quantized model, and tries them. */
package io.lapidary.evaluation.internal.explain.advice;
