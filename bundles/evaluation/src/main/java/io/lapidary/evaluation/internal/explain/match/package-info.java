/** Finds which tensor of a packaged model stands for which of the original, and what rewrites between the two did to its channels. */
package io.lapidary.evaluation.internal.explain.match;
