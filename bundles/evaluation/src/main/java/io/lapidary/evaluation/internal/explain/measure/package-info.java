/** Measures how far the operators of a quantized model are off, alone and in all, and how long they take. */
package io.lapidary.evaluation.internal.explain.measure;
