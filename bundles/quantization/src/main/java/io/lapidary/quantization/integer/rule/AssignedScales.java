package io.lapidary.quantization.integer.rule;

import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;
import io.lapidary.quantization.integer.scheme.Affine;

/** The scales and zero points that integers were given. */
public interface AssignedScales {
    /** Of an operator's input, as it reads it. */
    Affine read(Operator operator, int input);

    /** Of what an operator makes, as it makes it. */
    Affine made(Tensor tensor);
}
