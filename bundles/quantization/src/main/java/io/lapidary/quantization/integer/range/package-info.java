/** Where the ranges of activations come from: earlier steps, samples, or what is known without samples. */
package io.lapidary.quantization.integer.range;
