package io.lapidary.quantization.integer.rule;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;
import io.lapidary.model.TensorType;

/** Operators that change the type of numbers alone. */
public final class Conversions {
    private Conversions() {}

    public static boolean isConversion(Operator operator) {
        return operator.type() == BuiltinOperator.QUANTIZE || operator.type() == BuiltinOperator.DEQUANTIZE;
    }

    /** Whether it makes integers of a type that it can make of other integers of that type too. */
    public static boolean takesIntegers(Operator operator, TensorType type) {
        return operator.type() == BuiltinOperator.QUANTIZE && operator.output().type() == type;
    }
}
