package io.lapidary.quantization.integer;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;
import io.lapidary.model.TensorType;

/** Operators that change the type of numbers alone. */
final class Conversions {
    private Conversions() {}

    static boolean isConversion(Operator operator) {
        return operator.type() == BuiltinOperator.QUANTIZE || operator.type() == BuiltinOperator.DEQUANTIZE;
    }

    /** Whether it makes integers of a type that it can make of other integers of that type too. */
    static boolean takesIntegers(Operator operator, TensorType type) {
        return operator.type() == BuiltinOperator.QUANTIZE && operator.output().type() == type;
    }
}
