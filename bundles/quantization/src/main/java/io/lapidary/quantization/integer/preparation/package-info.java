/** Changes of a float model that leave what it computes, and that make it quantize better. */
package io.lapidary.quantization.integer.preparation;
