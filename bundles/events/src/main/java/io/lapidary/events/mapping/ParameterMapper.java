package io.lapidary.events.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.parameter.Parameter;
import io.lapidary.api.parameter.ParameterType;
import io.lapidary.api.parameter.ParameterType.ChoiceType;
import io.lapidary.api.parameter.ParameterType.FlagType;
import io.lapidary.api.parameter.ParameterType.IntegerChoiceType;
import io.lapidary.api.parameter.ParameterType.IntegerMultipleType;
import io.lapidary.api.parameter.ParameterType.IntegerType;
import io.lapidary.api.parameter.ParameterType.NumberType;
import io.lapidary.api.parameter.ParameterType.PatternType;
import io.lapidary.api.parameter.ParameterType.TextType;
import io.lapidary.events.ParameterInfo;

/**
 * Typed parameters.
 *
 * <p>Limits travel as doubles. One that a double does not hold exactly (an integer beyond 2^53), or that is infinite, is left
 * out, which means no limit: then the node that runs the step still refuses what is out of range, only later.
 */
public final class ParameterMapper {
    private static final long EXACT = 1L << 53;

    private ParameterMapper() {}

    public static <T> ParameterInfo toInfo(Parameter<T> parameter) {
        ParameterType<T> type = parameter.type();
        var info = ParameterInfo.newBuilder()
                .setName(parameter.name())
                .setKind(type.kind())
                .setUnit(parameter.unit())
                .setDescription(parameter.description())
                .setDefaultValue(parameter.defaultValue().map(type::format).orElse(null));
        if (type instanceof IntegerType integer) {
            info.setMin(limit(integer.min())).setMax(limit(integer.max()));
        } else if (type instanceof IntegerChoiceType integers) {
            // limits too, for a reader of a version that knows no choice of integers
            info.setMin(limit(integers.choices().get(0)))
                    .setMax(limit(integers.choices().get(integers.choices().size() - 1)))
                    .setChoices(integers.choices().stream().map(String::valueOf).toList());
        } else if (type instanceof IntegerMultipleType multiple) {
            info.setMin(limit(multiple.min())).setMax(limit(multiple.max())).setMultipleOf(multiple.unit());
        } else if (type instanceof NumberType number) {
            info.setMin(limit(number.min())).setMax(limit(number.max()));
        } else if (type instanceof ChoiceType choice) {
            info.setChoices(choice.choices());
        }
        return info.build();
    }

    public static List<ParameterInfo> toInfos(List<Parameter<?>> parameters) {
        var infos = new ArrayList<ParameterInfo>(parameters.size());
        parameters.forEach(parameter -> infos.add(toInfo(parameter)));
        return infos;
    }

    /** The parameter that was announced; one of a kind that is not known here takes any text, and the node that runs it checks. */
    public static Parameter<?> fromInfo(ParameterInfo info) throws LapidaryException {
        return Foreign.read("parameter " + info.getName(), () -> switch (info.getKind()) {
            case "integer" -> parameter(info, integers(info));
            case "number" ->
                parameter(
                        info,
                        new NumberType(
                                info.getMin() == null ? Double.NEGATIVE_INFINITY : info.getMin(),
                                info.getMax() == null ? Double.POSITIVE_INFINITY : info.getMax()));
            case "flag" -> parameter(info, new FlagType());
            case "choice" -> parameter(info, new ChoiceType(info.getChoices()));
            case "pattern" -> parameter(info, new PatternType());
            default -> parameter(info, new TextType());
        });
    }

    public static List<Parameter<?>> fromInfos(List<ParameterInfo> infos) throws LapidaryException {
        var parameters = new ArrayList<Parameter<?>>(infos.size());
        for (ParameterInfo info : infos) {
            parameters.add(fromInfo(info));
        }
        return parameters;
    }

    private static ParameterType<Long> integers(ParameterInfo info) {
        if (!info.getChoices().isEmpty()) {
            return new IntegerChoiceType(
                    info.getChoices().stream().map(Long::valueOf).toList());
        }
        long min = limit(info.getMin(), Long.MIN_VALUE, Math::ceil);
        long max = limit(info.getMax(), Long.MAX_VALUE, Math::floor);
        return info.getMultipleOf() == null
                ? new IntegerType(min, max)
                : new IntegerMultipleType(info.getMultipleOf(), min, max);
    }

    private static <T> Parameter<T> parameter(ParameterInfo info, ParameterType<T> type) {
        Optional<T> defaultValue = Optional.ofNullable(info.getDefaultValue()).map(type::parse);
        return new Parameter<>(info.getName(), type, info.getUnit(), defaultValue, info.getDescription());
    }

    private static Double limit(long value) {
        return value >= -EXACT && value <= EXACT ? (double) value : null;
    }

    private static Double limit(double value) {
        return Double.isFinite(value) ? value : null;
    }

    /** A foreign sender may give a fraction (it narrows the range to the integers within) or more than a long holds (no limit). */
    private static long limit(Double value, long none, DoubleUnaryOperator inwards) {
        if (value == null) {
            return none;
        }
        if (value.isNaN()) {
            throw new IllegalArgumentException("a limit is not a number");
        }
        return (long) inwards.applyAsDouble(value); // saturates
    }
}
