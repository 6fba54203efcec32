/** What each operator asks of its integers: scales, biases, axes, versions, state. A new operator touches this package alone. */
package io.lapidary.quantization.integer.rule;
