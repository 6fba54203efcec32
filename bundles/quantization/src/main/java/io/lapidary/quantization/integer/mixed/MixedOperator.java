package io.lapidary.quantization.integer.mixed;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.lapidary.model.BuiltinOperator;

/**
 * An operator whose precision can be chosen.
 *
 * @param place in the model
 * @param type of operator
 * @param name of its first output
 * @param choices precisions that it can have; float32 is among them
 * @param obstacles why it cannot have another
 * @param mover whether it moves numbers alone, of one scale, so that it goes best with what makes them
 * @param weightElements of its float32 constants with 2 dimensions or more
 * @param biasElements of the others
 * @param work multiplications of one inference, or elements made where there are none
 * @param sources operators whose activations it reads
 */
public record MixedOperator(
        OperatorPlace place,
        BuiltinOperator type,
        String name,
        Set<Precision> choices,
        Map<Precision, String> obstacles,
        boolean mover,
        long weightElements,
        long biasElements,
        long work,
        List<OperatorPlace> sources) {
    public MixedOperator {
        choices = EnumSet.copyOf(choices);
        obstacles = Map.copyOf(obstacles);
        sources = List.copyOf(sources);
    }
}
