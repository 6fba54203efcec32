/** Constants as integers: weights, biases, tables. */
package io.lapidary.quantization.integer.constant;
