package io.lapidary.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.lapidary.api.ErrorType;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.parameter.Parameter;
import io.lapidary.api.parameter.ParameterType;
import io.lapidary.api.parameter.Parameters;

/** What holds of declared parameters. */
final class ParameterClauses {
    private ParameterClauses() {}

    /**
     * @param owner who declares them
     * @param given what it is run with, required ones among them
     */
    static void check(String owner, Collection<Parameter<?>> declared, Map<String, String> given)
            throws LapidaryException {
        for (Parameter<?> parameter : declared) {
            assertThat(parameter.description())
                    .as("description of " + parameter.name())
                    .isNotBlank();
            requireDefaultInRange(parameter);
            for (String bad : outOfRange(parameter.type())) {
                refuses(owner, declared, given, parameter.name(), bad);
            }
        }
        refuses(owner, declared, given, "no_such_parameter", "1");
    }

    private static <T> void requireDefaultInRange(Parameter<T> parameter) {
        parameter
                .defaultValue()
                .ifPresent(value -> assertThatCode(
                                () -> parameter.type().parse(parameter.type().format(value)))
                        .as("the default " + value + " of " + parameter.name() + " is " + parameter.allowed())
                        .doesNotThrowAnyException());
    }

    private static void refuses(
            String owner, Collection<Parameter<?>> declared, Map<String, String> given, String name, String value) {
        var bad = new HashMap<>(given);
        bad.put(name, value);
        Throwable refusal = catchThrowable(() -> Parameters.resolve(owner, declared, bad));
        Refusals.requireType(refusal, ErrorType.REQUEST, name + "=" + value);
        assertThat(refusal).hasMessageContaining(name);
    }

    private static List<String> outOfRange(ParameterType<?> type) {
        if (type instanceof ParameterType.IntegerType integer) {
            return List.of("one", "1.5", below(integer.min()), above(integer.max()));
        } else if (type instanceof ParameterType.IntegerChoiceType integers) {
            List<Long> choices = integers.choices();
            return List.of("one", "1.5", below(choices.get(0)), above(choices.get(choices.size() - 1)));
        } else if (type instanceof ParameterType.IntegerMultipleType multiple) {
            var wrong = new ArrayList<>(List.of("one", "1.5", below(multiple.min()), above(multiple.max())));
            if (multiple.unit() > 1) {
                wrong.add(above(multiple.max() / multiple.unit() * multiple.unit()));
            }
            return wrong;
        } else if (type instanceof ParameterType.NumberType number) {
            return List.of(
                    "one",
                    "NaN",
                    number.min() - 1 - Math.abs(number.min()) + "",
                    number.max() + 1 + Math.abs(number.max()) + "");
        } else if (type instanceof ParameterType.FlagType) {
            return List.of("maybe", "1");
        } else if (type instanceof ParameterType.ChoiceType) {
            return List.of("none of these");
        } else if (type instanceof ParameterType.PatternType) {
            return List.of("(");
        }
        return List.of();
    }

    private static String below(long min) {
        return java.math.BigInteger.valueOf(min)
                .subtract(java.math.BigInteger.ONE)
                .toString();
    }

    private static String above(long max) {
        return java.math.BigInteger.valueOf(max).add(java.math.BigInteger.ONE).toString();
    }
}
