package io.lapidary.quantization.integer.rule;

import java.util.List;
import java.util.Optional;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;

/** Where LSTM and UNIDIRECTIONAL_SEQUENCE_LSTM have their inputs. Gates are counted in the kernels' order: input, forget, cell, output. */
public final class LstmInputs {
    public static final int DATA = 0;
    public static final int PROJECTION = 16;
    public static final int PROJECTION_BIAS = 17;
    public static final int OUTPUT_STATE = 18;
    static final int CELL_STATE = 19;
    static final int GATES = 4;
    public static final int INPUT_GATE = 0;
    public static final int FORGET_GATE = 1;
    public static final int CELL_GATE = 2;
    public static final int OUTPUT_GATE = 3;
    /** Among the intermediate tensors, behind those of the gates. */
    public static final int HIDDEN = 4;

    private static final int WEIGHTS = 1;
    private static final int RECURRENT = 5;
    private static final int BIAS = 12;
    private static final int NORM = 20;

    private LstmInputs() {}

    public static int weights(int gate) {
        return WEIGHTS + gate;
    }

    public static int recurrent(int gate) {
        return RECURRENT + gate;
    }

    public static int bias(int gate) {
        return BIAS + gate;
    }

    public static int norm(int gate) {
        return NORM + gate;
    }

    /** The cell gate has none. */
    public static Optional<Integer> peephole(int gate) {
        return switch (gate) {
            case INPUT_GATE -> Optional.of(9);
            case FORGET_GATE -> Optional.of(10);
            case OUTPUT_GATE -> Optional.of(11);
            default -> Optional.empty();
        };
    }

    public static boolean isLstm(Operator operator) {
        return operator.type() == BuiltinOperator.UNIDIRECTIONAL_SEQUENCE_LSTM
                || operator.type() == BuiltinOperator.LSTM
                        && operator.options().enumValue("kernel_type").equals("FULL");
    }

    /** Whether the gates are normalized. */
    public static boolean isNormalized(Operator operator) {
        return operator.input(norm(FORGET_GATE)).isPresent();
    }

    public static boolean isProjected(Operator operator) {
        return operator.input(PROJECTION).isPresent();
    }

    /** Whether there is an input gate of its own; else it is what the forget gate leaves. */
    public static boolean hasInputGate(Operator operator) {
        return operator.input(weights(INPUT_GATE)).isPresent();
    }

    static List<Integer> gates(Operator operator) {
        return hasInputGate(operator)
                ? List.of(INPUT_GATE, FORGET_GATE, CELL_GATE, OUTPUT_GATE)
                : List.of(FORGET_GATE, CELL_GATE, OUTPUT_GATE);
    }

    public static Tensor cellState(Operator operator) {
        return operator.input(CELL_STATE).orElseThrow();
    }
}
