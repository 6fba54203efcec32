package io.lapidary.model.description;

import java.util.List;

/**
 * What is said of a tensor. Numbers are by channel, or one for all.
 *
 * @param image whether it holds images
 * @param mean that callers subtract from what they put in, {@code (x - mean) / deviation}; none if nothing is said
 * @param deviation that they divide it by
 * @param least values of the tensor; none if nothing is said
 * @param most values of the tensor
 */
public record TensorDescription(
        boolean image, List<Float> mean, List<Float> deviation, List<Float> least, List<Float> most) {
    public TensorDescription {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        least = List.copyOf(least);
        most = List.copyOf(most);
    }
}
