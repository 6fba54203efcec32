package io.lapidary.technique.int8.internal;

import static io.lapidary.model.BuiltinOperator.ABS;
import static io.lapidary.model.BuiltinOperator.ADD;
import static io.lapidary.model.BuiltinOperator.COS;
import static io.lapidary.model.BuiltinOperator.DIV;
import static io.lapidary.model.BuiltinOperator.ELU;
import static io.lapidary.model.BuiltinOperator.EXP;
import static io.lapidary.model.BuiltinOperator.GELU;
import static io.lapidary.model.BuiltinOperator.HARD_SWISH;
import static io.lapidary.model.BuiltinOperator.LOGISTIC;
import static io.lapidary.model.BuiltinOperator.MAXIMUM;
import static io.lapidary.model.BuiltinOperator.MEAN;
import static io.lapidary.model.BuiltinOperator.MINIMUM;
import static io.lapidary.model.BuiltinOperator.MUL;
import static io.lapidary.model.BuiltinOperator.NEG;
import static io.lapidary.model.BuiltinOperator.PRELU;
import static io.lapidary.model.BuiltinOperator.RELU;
import static io.lapidary.model.BuiltinOperator.RELU6;
import static io.lapidary.model.BuiltinOperator.SIN;
import static io.lapidary.model.BuiltinOperator.SQUARE;
import static io.lapidary.model.BuiltinOperator.SQUARED_DIFFERENCE;
import static io.lapidary.model.BuiltinOperator.SUB;
import static io.lapidary.model.BuiltinOperator.TANH;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** Functions of one number, and of two. */
class DerivedStatisticsTest extends StatisticsBench {
    @Test
    void functionsBendANormalDistribution() throws Exception {
        Tensor x = layer(6, 1.2);
        var made = new ArrayList<Tensor>();
        for (BuiltinOperator type :
                List.of(RELU, RELU6, LOGISTIC, TANH, ELU, GELU, HARD_SWISH, SQUARE, ABS, NEG, SIN, COS)) {
            made.add(parts.apply(type, new int[] {1, 6}, x));
        }
        made.add(parts.apply(EXP, new int[] {1, 6}, layer(6, 0.4)));
        requireTrue(made);
    }

    @Test
    void slopesAreByChannel() throws Exception {
        Tensor x = layer(4, 1.5);
        Tensor slopes = parts.constant(Shape.of(4), 0.1f, -0.5f, 1.5f, 0);
        requireTrue(List.of(parts.apply(PRELU, new int[] {1, 4}, x, slopes)));
    }

    @Test
    void whatIsMadeOfOneNumberTwiceDependsOnIt() throws Exception {
        Tensor x = layer(4, 1.5);
        Tensor half = parts.constant(Shape.of(1), 0.5f);
        Tensor swish = parts.apply(MUL, new int[] {1, 4}, x, parts.apply(LOGISTIC, new int[] {1, 4}, x));
        Tensor shifted = parts.apply(SUB, new int[] {1, 4}, swish, parts.apply(MUL, new int[] {1, 4}, x, half));
        requireTrue(List.of(shifted));
    }

    @Test
    void twoIndependentNumbersMeet() throws Exception {
        Tensor x = layer(6, 1.2);
        Tensor bounded = parts.apply(TANH, new int[] {1, 6}, x);
        Tensor y = layer(6, 0.8);
        var made = new ArrayList<Tensor>();
        for (BuiltinOperator type : List.of(ADD, SUB, MUL, MAXIMUM, MINIMUM)) {
            made.add(parts.apply(type, new int[] {1, 6}, bounded, y));
        }
        made.add(parts.apply(SQUARED_DIFFERENCE, new int[] {1, 6}, x, y));
        requireTrue(made);
    }

    @Test
    void aQuotientByWhatStaysAboveZero() throws Exception {
        Tensor positive = parts.apply(
                ADD,
                new int[] {1, 6},
                parts.apply(LOGISTIC, new int[] {1, 6}, layer(6, 1)),
                parts.constant(Shape.of(1), 0.5f));
        requireTrue(List.of(parts.apply(DIV, new int[] {1, 6}, layer(6, 1), positive)));
    }

    @Test
    void aMeanOfChannelsVariesLess() throws Exception {
        Tensor x = parts.in(1, 8);
        Tensor made = parts.tensor(TensorType.FLOAT32, 1, 1);
        parts.operator(MEAN)
                .inputs(x, parts.ints(1))
                .option("keep_dims", true)
                .outputs(made)
                .append();
        Tensor far = parts.apply(SQUARED_DIFFERENCE, new int[] {1, 1}, made, parts.in(1, 1));
        requireTrue(List.of(made, far));
    }
}
