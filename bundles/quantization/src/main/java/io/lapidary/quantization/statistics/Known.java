package io.lapidary.quantization.statistics;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** What is known of tensors so far. */
final class Known {
    private final Map<Tensor, Distribution> distributions = new HashMap<>();
    private final Map<Tensor, Optional<ChannelStatistics>> statistics = new HashMap<>();
    private final double deviations;

    /** @param deviations beyond which no element is looked for */
    Known(double deviations) {
        this.deviations = deviations;
    }

    double deviations() {
        return deviations;
    }

    /** Not taken where its moments are no finite numbers. */
    void put(Tensor tensor, Distribution distribution) {
        Optional<ChannelStatistics> found = distribution.statistics(deviations).filter(ChannelStatistics::isSound);
        if (found.isPresent()) {
            distributions.put(tensor, distribution);
            statistics.put(tensor, found);
        }
    }

    boolean contains(Tensor tensor) {
        return distributions.containsKey(tensor);
    }

    /** Of an activation, or of a constant. */
    Optional<ChannelStatistics> statistics(Tensor tensor) {
        return statistics.computeIfAbsent(tensor, Known::constant);
    }

    Optional<ChannelStatistics> statistics(Operator operator, int input) {
        return operator.input(input).flatMap(this::statistics);
    }

    /** Of an activation, or of a constant. */
    Optional<Distribution> distribution(Operator operator, int input) {
        return operator.input(input)
                .flatMap(tensor -> Optional.ofNullable(distributions.get(tensor))
                        .or(() -> statistics(tensor).map(Distribution::of)));
    }

    /** A constant's values are what they are, so its statistics are exact. */
    private static Optional<ChannelStatistics> constant(Tensor tensor) {
        int channels = Channels.of(tensor);
        if (!tensor.isConstant() || tensor.type() != TensorType.FLOAT32 || tensor.isVariable() || channels == 0) {
            return Optional.empty();
        }
        FloatBuffer values = tensor.data().asFloatBuffer();
        if (values.limit() == 0 || values.limit() % channels != 0) {
            return Optional.empty();
        }
        var mixtures = new Mixture[channels];
        for (int i = 0; i < values.limit(); i++) {
            if (i < channels) {
                mixtures[i] = new Mixture();
            }
            float value = values.get(i);
            mixtures[i % channels].add(value, 0, value, value, 1);
        }
        var found = ChannelStatistics.empty(channels);
        for (int c = 0; c < channels; c++) {
            mixtures[c].to(found, c);
        }
        return Optional.of(found).filter(ChannelStatistics::isSound);
    }
}
