package io.lapidary.quantization.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;

/** Operators that put tensors together, or take one apart. */
final class JoinRule implements StatisticsRule {
    static final Set<BuiltinOperator> TYPES = Set.of(
            BuiltinOperator.CONCATENATION,
            BuiltinOperator.PACK,
            BuiltinOperator.UNPACK,
            BuiltinOperator.SPLIT,
            BuiltinOperator.SPLIT_V);

    @Override
    public List<Distribution> of(Operator operator, Known known) {
        return switch (operator.type()) {
            case CONCATENATION, PACK -> joined(operator, known);
            case UNPACK -> parts(operator, known, 0, operator.options().intValue("axis"));
            case SPLIT ->
                axis(operator, 0).map(axis -> parts(operator, known, 1, axis)).orElse(List.of());
            default ->
                axis(operator, 2).map(axis -> parts(operator, known, 0, axis)).orElse(List.of());
        };
    }

    private static Optional<Integer> axis(Operator operator, int input) {
        // A negative one stays so: it is counted from the end of what is split.
        return Axes.of(operator, input, -1).filter(axes -> axes.size() == 1).map(axes -> axes.get(0));
    }

    private static List<Distribution> joined(Operator operator, Known known) {
        var parts = new ArrayList<ChannelStatistics>();
        boolean last = Axes.normal(
                        operator.options().intValue("axis"),
                        operator.output().shape().rank() - 1)
                == operator.output().shape().rank() - 1;
        boolean channels = last && operator.type() == BuiltinOperator.CONCATENATION;
        for (int i = 0; i < operator.inputCount(); i++) {
            Optional<ChannelStatistics> part = known.statistics(operator, i);
            int own = operator.input(i).map(Channels::of).orElse(0);
            if (part.isEmpty() || channels && own == 0) {
                return List.of();
            }
            parts.add(channels ? part.get().repeated(own) : last ? part.get().whole() : part.get());
        }
        if (channels) {
            return Activations.fused(Distribution.of(ChannelStatistics.joined(parts)), operator);
        }
        double[] shares = new double[parts.size()];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = operator.input(i).orElseThrow().shape().elements();
        }
        return Activations.fused(Distribution.of(ChannelStatistics.mixed(parts, shares)), operator);
    }

    private static List<Distribution> parts(Operator operator, Known known, int input, int axis) {
        Optional<ChannelStatistics> whole = known.statistics(operator, input);
        if (whole.isEmpty()) {
            return List.of();
        }
        Tensor data = operator.input(input).orElseThrow();
        int last = data.shape().rank() - 1;
        if (Axes.normal(axis, last) != last) {
            return Collections.nCopies(operator.outputCount(), Distribution.of(whole.get()));
        }
        int[] sizes = operator.outputs().stream().mapToInt(Channels::of).toArray();
        boolean sized = operator.type() != BuiltinOperator.UNPACK
                && Channels.of(data) > 0
                && Arrays.stream(sizes).sum() == Channels.of(data);
        if (!sized) {
            return Collections.nCopies(
                    operator.outputCount(), Distribution.of(whole.get().whole()));
        }
        var parts = new ArrayList<Distribution>();
        ChannelStatistics all = whole.get().repeated(Channels.of(data));
        int from = 0;
        for (int size : sizes) {
            parts.add(Distribution.of(all.part(from, from + size)));
            from += size;
        }
        return parts;
    }
}
