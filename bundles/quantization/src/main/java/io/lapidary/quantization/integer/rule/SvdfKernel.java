package io.lapidary.quantization.integer.rule;

import java.util.List;
import java.util.Optional;

import io.lapidary.model.Operator;
import io.lapidary.model.Quantization;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.integer.scheme.Affine;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/** The int8 kernel of SVDF (kernels/svdf.cc): int16 state and time weights, a bias in steps of their products. */
public final class SvdfKernel implements StatefulKernel {
    public static final int DATA = 0;
    public static final int FEATURES = 1;
    public static final int STATE = 4;
    private static final int TIME = 2;
    private static final int BIAS = 3;
    /** Ten bits, as TensorFlow's quantizer takes, leave room for the sum over time. */
    private static final int TIME_LIMIT = 512;
    /** Half of what an accumulator holds; the rest is the bias's. */
    private static final double SUM_LIMIT = 0x1p30;

    @Override
    public Optional<String> obstacle(Operator operator) {
        if (operator.inputCount() <= STATE) {
            return Optional.of("it has no state");
        }
        String fused = operator.options().fusedActivation();
        return Obstacles.when(!fused.equals("RELU"), "its int8 kernel fails with the fused activation " + fused)
                .or(() -> missing(operator, FEATURES))
                .or(() -> missing(operator, TIME))
                .or(() -> Obstacles.constant(operator, FEATURES, "weight"))
                .or(() -> Obstacles.constant(operator, TIME, "weight"))
                .or(() -> Obstacles.constant(operator, BIAS, "bias"))
                .or(() -> StatefulKernel.stateObstacle(operator, STATE));
    }

    private static Optional<String> missing(Operator operator, int input) {
        return Obstacles.when(operator.input(input).isEmpty(), "it lacks weights");
    }

    @Override
    public boolean isState(int input) {
        return input == STATE;
    }

    @Override
    public List<Tensor> measured(Operator operator) {
        return List.of(operator.input(STATE).orElseThrow());
    }

    @Override
    public void finish(Operator operator, StatefulKernel.Finish finish) {
        Tensor state = operator.input(STATE).orElseThrow();
        float stateScale =
                Affine.of(finish.range(state), IntegerScheme.INT16X8, true, 0).scale();
        finish.editor().tensor(state).type(TensorType.INT16).quantization(Quantization.perTensor(stateScale, 0));
        finish.weight(operator, FEATURES);
        long summands = (long) operator.input(TIME).orElseThrow().shape().last()
                * Math.max(1, operator.options().intValue("rank"));
        int limit = (int) Math.max(1, Math.min(TIME_LIMIT, SUM_LIMIT / (summands * (1L << 15))));
        float time = finish.shorts(operator, TIME, limit);
        if (operator.input(BIAS).isPresent()) {
            finish.integers(operator, BIAS, time * stateScale);
        }
    }
}
