package io.lapidary.quantization;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.NearestName;
import io.lapidary.api.model.TensorNames;
import io.lapidary.model.Tensor;

/**
 * Tensors by the names that requests give: the whole name, or the first of those that a converter joined, which is what tables show,
 * where no other tensor of its kind, constants or activations, goes by that in the graph.
 */
public final class NamedTensors {
    private NamedTensors() {}

    /** Whether a regular expression fits a name of a tensor. */
    public static boolean matches(Pattern pattern, Tensor tensor) {
        return fits(pattern, tensor.name())
                || fits(pattern, TensorNames.brief(tensor.name()))
                        && brief(tensor).isPresent();
    }

    private static boolean fits(Pattern pattern, String name) {
        return pattern.matcher(new BoundedText(name)).matches();
    }

    /** The short name of a tensor, if it has one that is its own. */
    public static Optional<String> brief(Tensor tensor) {
        String brief = TensorNames.brief(tensor.name());
        boolean own = !brief.equals(tensor.name())
                && tensor.subgraph().tensors().stream()
                        .noneMatch(other -> other != tensor
                                && other.isConstant() == tensor.isConstant()
                                && TensorNames.brief(other.name()).equals(brief));
        return own ? Optional.of(brief) : Optional.empty();
    }

    /**
     * Refuses a regular expression that fits nothing, or that takes too long to tell of one of the tensors.
     *
     * @param what the tensors are named for, as in {@code operator}
     * @param parameter that gave the expression
     * @param hint what to do where no name is near
     * @throws LapidaryException of code invalid-parameter, with the nearest name
     */
    public static void requireMatch(Pattern pattern, List<Tensor> tensors, String what, String parameter, String hint)
            throws LapidaryException {
        try {
            if (tensors.stream().filter(tensor -> matches(pattern, tensor)).count() > 0) {
                return;
            }
        } catch (BoundedText.TooManyLooks e) {
            throw new LapidaryException(
                    ErrorCodes.INVALID_PARAMETER,
                    "The regular expression '" + pattern + "' (parameter " + parameter
                            + ") takes too long on the names of the model's tensors.",
                    "Write it without references to groups and without repetitions of repetitions.",
                    e);
        }
        throw new LapidaryException(
                ErrorCodes.INVALID_PARAMETER,
                "No " + what + " of the model is named by '" + pattern + "' (parameter " + parameter + ").",
                NearestName.question(
                                pattern.pattern(),
                                tensors.stream().map(Tensor::name).toList())
                        .orElse(hint));
    }

    /**
     * Refuses an expression that takes out all that another chose by name.
     *
     * @throws LapidaryException of code invalid-parameter, naming both
     */
    public static void requireRemainder(Pattern include, Pattern exclude, List<Tensor> tensors)
            throws LapidaryException {
        boolean nothing = tensors.stream()
                .filter(tensor -> matches(include, tensor))
                .allMatch(tensor -> matches(exclude, tensor));
        if (nothing) {
            throw new LapidaryException(
                    ErrorCodes.INVALID_PARAMETER,
                    "Parameters include and exclude contradict each other: all that include='" + include
                            + "' names exclude='" + exclude + "' takes out again.",
                    "Leave one of them out, or name less in exclude.");
        }
    }
}
