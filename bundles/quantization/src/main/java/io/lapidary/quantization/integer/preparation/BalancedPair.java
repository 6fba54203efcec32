package io.lapidary.quantization.integer.preparation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;
import io.lapidary.model.Shape;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.quantization.WeightDecision;
import io.lapidary.quantization.integer.rule.OperatorRules;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/**
 * An activation whose channels can be scaled one by one without a change of what the model computes: what makes it is linear,
 * or linear with a ReLU, and one operator reads it, channel by channel.
 *
 * @param maker CONV_2D, DEPTHWISE_CONV_2D or FULLY_CONNECTED; the activation's channels are its outputs
 * @param tensor the activation
 * @param reader of the same types
 */
record BalancedPair(Operator maker, Tensor tensor, Operator reader) {
    private static final Set<BuiltinOperator> LINEAR =
            Set.of(BuiltinOperator.CONV_2D, BuiltinOperator.DEPTHWISE_CONV_2D, BuiltinOperator.FULLY_CONNECTED);

    /** @param decisions of earlier steps, which stand against pairs whose decided numbers could not be scaled */
    static List<BalancedPair> of(Subgraph graph, Function<Tensor, WeightDecision> decisions) {
        var pairs = new ArrayList<BalancedPair>();
        for (Operator maker : graph.operators()) {
            of(maker).filter(pair -> pair.isOpen(decisions)).ifPresent(pairs::add);
        }
        return pairs;
    }

    private boolean isOpen(Function<Tensor, WeightDecision> decisions) {
        WeightDecision read = decisions.apply(reader.input(1).orElseThrow());
        return isMakerOpen(maker, decisions)
                && !decisions.apply(tensor).isBinding()
                && (isFree() ? read.follows(readerAxis()) : read.isOfRounding() || !read.isBinding());
    }

    /** Whether the channels that an operator makes can be scaled, whatever was decided about its weights and bias. */
    static boolean isMakerOpen(Operator maker, Function<Tensor, WeightDecision> decisions) {
        return decisions.apply(maker.input(1).orElseThrow()).follows(makerAxis(maker))
                && maker.input(2)
                        .filter(bias -> decisions.apply(bias).isBinding())
                        .isEmpty();
    }

    private static Optional<BalancedPair> of(Operator maker) {
        if (!isScalable(maker)
                || !Set.of("NONE", "RELU").contains(maker.options().fusedActivation())) {
            return Optional.empty();
        }
        Tensor tensor = maker.output();
        var readers = tensor.consumers();
        if (readers.size() != 1 || tensor.isOutput()) {
            return Optional.empty();
        }
        Operator reader = readers.get(0);
        boolean reads =
                isScalable(reader) && reader.input(0).filter(tensor::equals).isPresent();
        return Optional.of(new BalancedPair(maker, tensor, reader))
                .filter(pair -> reads && pair.channels() > 0 && pair.channels() == pair.readChannels());
    }

    /** Whether weights and bias are constants of this operator alone. */
    static boolean isScalable(Operator operator) {
        return LINEAR.contains(operator.type())
                && OperatorRules.obstacle(operator, IntegerScheme.INT8).isEmpty()
                && operator.input(1).filter(BalancedPair::isOwn).isPresent()
                && operator.input(2).map(BalancedPair::isOwn).orElse(true);
    }

    private static boolean isOwn(Tensor constant) {
        return constant.isConstant() && constant.consumers().size() == 1 && !constant.isOutput();
    }

    /** Whether the reader has weights of its own for each channel, which a scale of their own follows. */
    boolean isFree() {
        return reader.type() == BuiltinOperator.DEPTHWISE_CONV_2D;
    }

    /** The axis of the maker's weights that counts the activation's channels. */
    int makerAxis() {
        return makerAxis(maker);
    }

    static int makerAxis(Operator maker) {
        return maker.type() == BuiltinOperator.DEPTHWISE_CONV_2D ? 3 : 0;
    }

    /** The axis of the reader's weights that counts the activation's channels. */
    int readerAxis() {
        return reader.input(1).orElseThrow().shape().rank() - 1;
    }

    int channels() {
        return makerChannels(maker);
    }

    static int makerChannels(Operator maker) {
        return maker.input(1).orElseThrow().shape().dim(makerAxis(maker));
    }

    private int readChannels() {
        Shape data = tensor.shape();
        Shape weights = reader.input(1).orElseThrow().shape();
        boolean plain = data.rank() >= 2 && data.last() == channels();
        return plain ? weights.last() : 0;
    }
}
