package io.lapidary.quantization.integer.plan;

import java.util.Optional;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Tensor;
import io.lapidary.quantization.integer.scheme.Affine;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/** Parameters that a model has already, where a part of it is quantized. */
final class PresentScales {
    private PresentScales() {}

    /** The integers that a DEQUANTIZE makes this tensor from, if a scheme's kernels could read them as they are. */
    private static Optional<Tensor> source(Tensor tensor, IntegerScheme scheme) {
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
                .flatMap(found -> Affine.known(found.scale(0), found.zeroPoint(0), scheme));
    }
}
