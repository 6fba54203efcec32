package io.lapidary.quantization.integer;

import java.util.Optional;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Quantization;
import io.lapidary.model.Tensor;

/** Parameters that a model has already, where a part of it is quantized. */
final class PresentScales {
    private PresentScales() {}

    /** The integers that a DEQUANTIZE makes this tensor from, if a scheme's kernels could read them as they are. */
    static Optional<Tensor> source(Tensor tensor, IntegerScheme scheme) {
        return tensor.producer()
                .filter(maker -> maker.type() == BuiltinOperator.DEQUANTIZE)
                .flatMap(maker -> maker.input(0))
                .filter(source ->
                        !source.isConstant() && parameters(source, scheme).isPresent());
    }

    /** The parameters of that source. */
    static Optional<Affine> of(Tensor tensor, IntegerScheme scheme) {
        return source(tensor, scheme).flatMap(source -> parameters(source, scheme));
    }

    private static Optional<Affine> parameters(Tensor tensor, IntegerScheme scheme) {
        return tensor.quantization()
                .filter(found -> tensor.type() == scheme.activation() && found.count() == 1)
                .filter(found -> isSound(found, scheme))
                .map(found -> new Affine(found.scale(0), (int) found.zeroPoint(0)));
    }

    private static boolean isSound(Quantization found, IntegerScheme scheme) {
        long zeroPoint = found.zeroPoint(0);
        boolean within = zeroPoint >= scheme.least() && zeroPoint <= scheme.most();
        return found.scale(0) >= Affine.LEAST_SCALE
                && Float.isFinite(found.scale(0))
                && within
                && (zeroPoint == 0 || !scheme.isSymmetric());
    }
}
