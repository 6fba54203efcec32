package io.lapidary.model;

import java.util.Optional;

/**
 * Block-wise quantization: scales (and zero points) are tensors of their own.
 *
 * @param scales the tensor of scales
 * @param zeroPoints the tensor of zero points, if there is one
 * @param blockSize elements that share a scale
 */
public record Blockwise(Tensor scales, Optional<Tensor> zeroPoints, int blockSize) {}
