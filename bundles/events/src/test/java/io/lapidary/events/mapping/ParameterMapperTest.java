package io.lapidary.events.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.parameter.Parameter;
import io.lapidary.api.parameter.ParameterType.IntegerType;
import io.lapidary.api.parameter.ParameterType.TextType;
import io.lapidary.events.ParameterInfo;

class ParameterMapperTest {
    private static final long EXACT = 1L << 53;

    static Stream<Parameter<?>> parameters() {
        return Stream.of(
                Parameter.integer("least_elements", 0, 1 << 20, "of a tensor")
                        .defaultsTo(1024L)
                        .in("elements"),
                Parameter.integer("any", Long.MIN_VALUE, Long.MAX_VALUE, "whatever"),
                Parameter.integer("edge", -EXACT, EXACT, "what a double holds exactly"),
                Parameter.oneOf("bits", List.of(4L, 8L), "of a weight").defaultsTo(8L),
                Parameter.multipleOf("block", 32, 0, 1 << 16, "of a row").defaultsTo(64L),
                Parameter.number("sparsity", 0, 1, "share of zeros").defaultsTo(0.5),
                Parameter.number("unbounded", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, "any number"),
                Parameter.number("finite", -Double.MAX_VALUE, Double.MAX_VALUE, "any finite number"),
                Parameter.flag("strict", "refuse").defaultsTo(false),
                Parameter.choice("mode", List.of("a", "b"), "which").defaultsTo("b"),
                Parameter.text("note", "anything").defaultsTo(""),
                Parameter.pattern("exclude", "names").defaultsTo("conv.*"));
    }

    @ParameterizedTest
    @MethodSource("parameters")
    void everyKindComesBack(Parameter<?> parameter) throws LapidaryException {
        assertThat(ParameterMapper.fromInfo(ParameterMapper.toInfo(parameter))).isEqualTo(parameter);
    }

    @Test
    void aLimitThatADoubleDoesNotHoldIsLeftOut() throws LapidaryException {
        var parameter = Parameter.integer("seed", -EXACT - 1, EXACT + 1, "where randomness starts");
        ParameterInfo info = ParameterMapper.toInfo(parameter);
        assertThat(info.getMin()).isNull();
        assertThat(info.getMax()).isNull();
        assertThat(ParameterMapper.fromInfo(info).type()).isEqualTo(new IntegerType(Long.MIN_VALUE, Long.MAX_VALUE));
    }

    @Test
    void aReaderThatKnowsNoChoiceOfIntegersSeesTheirLimits() {
        ParameterInfo info = ParameterMapper.toInfo(Parameter.oneOf("bits", List.of(8L, 4L), "of a weight"));
        assertThat(info.getKind()).isEqualTo("integer");
        assertThat(info.getMin()).isEqualTo(4);
        assertThat(info.getMax()).isEqualTo(8);
    }

    @Test
    void foreignLimitsOfAnIntegerAreNarrowedToIntegers() throws LapidaryException {
        ParameterInfo info = integer(0.5, 1e300);
        assertThat(ParameterMapper.fromInfo(info).type()).isEqualTo(new IntegerType(1, Long.MAX_VALUE));
        info = integer(-1e300, 7.9);
        assertThat(ParameterMapper.fromInfo(info).type()).isEqualTo(new IntegerType(Long.MIN_VALUE, 7));
    }

    @Test
    void aKindOfALaterVersionTakesAnyText() throws LapidaryException {
        ParameterInfo info = integer(0.0, 1.0);
        info.setKind("duration");
        info.setDefaultValue("5s");
        assertThat(ParameterMapper.fromInfo(info).type()).isEqualTo(new TextType());
    }

    @Test
    void whatCannotBeIsNamed() {
        ParameterInfo outside = integer(0.0, 1.0);
        outside.setDefaultValue("7");
        assertRefused(outside, "parameter some_number");
        assertRefused(integer(Double.NaN, 1.0), "not a number");
        ParameterInfo misnamed = integer(0.0, 1.0);
        misnamed.setName("Some Number");
        assertRefused(misnamed, "snake_case");
    }

    private static ParameterInfo integer(Double min, Double max) {
        return ParameterInfo.newBuilder()
                .setName("some_number")
                .setKind("integer")
                .setMin(min)
                .setMax(max)
                .build();
    }

    private static void assertRefused(ParameterInfo info, String why) {
        var refused = catchThrowableOfType(LapidaryException.class, () -> ParameterMapper.fromInfo(info));
        assertThat(refused.code()).isEqualTo(ErrorCodes.UNDECODABLE_MESSAGE);
        assertThat(refused).hasMessageContaining(why);
    }
}
