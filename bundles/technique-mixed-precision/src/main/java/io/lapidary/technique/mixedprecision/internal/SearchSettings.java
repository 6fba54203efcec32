package io.lapidary.technique.mixedprecision.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.NearestName;
import io.lapidary.api.parameter.Parameter;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.quantization.integer.mixed.Precision;
import io.lapidary.quantization.integer.mixed.PrecisionPlan;

/**
 * How a request wants precisions to be chosen.
 *
 * @param limits what the model must meet
 * @param objective what is to be kept small
 * @param allowed precisions
 * @param plan given instead of a search
 * @param maxUnits operators are joined until there are no more units
 * @param sensitivitySamples run for each unit and precision
 * @param frontierPoints measured along the walk
 * @param refinements changes of a run of units that are tried at the end
 */
record SearchSettings(
        Limits limits,
        Objective objective,
        Set<Precision> allowed,
        Optional<PrecisionPlan> plan,
        int maxUnits,
        int sensitivitySamples,
        int frontierPoints,
        int refinements) {
    /** What is kept small, or what is paid with where quality has no limit. */
    enum Objective {
        BALANCED,
        BYTES,
        LATENCY
    }

    static final double USUAL_SQNR = 30;

    static final Parameter<Double> MIN_SQNR = Parameter.number(
                    "min_sqnr_db",
                    0,
                    Point.MOST_DB,
                    "Least signal-to-quantization-noise ratio of the worst output over the representative samples; 0 for"
                            + " none, but 30 where no other limit is given.")
            .in("dB")
            .defaultsTo(0.0);

    static final Parameter<Double> MAX_DROP = Parameter.number(
                    "max_accuracy_drop",
                    0,
                    1,
                    "Largest fall of top-1 accuracy over labelled test samples, else labelled representative ones; without"
                            + " labels the largest share of samples that are decided otherwise than before; 1 for no limit.")
            .defaultsTo(1.0);

    static final Parameter<Long> MAX_BYTES = Parameter.integer(
                    "max_bytes", 0, Long.MAX_VALUE, "Largest size of the model's file; 0 for no limit.")
            .in("bytes")
            .defaultsTo(0L);

    static final Parameter<Double> MAX_LATENCY = Parameter.number(
                    "max_latency_us",
                    0,
                    1e9,
                    "Largest median time of one inference on this node; 0 for no limit. Where time decides, equal requests may"
                            + " give other bytes; the plan in the result repeats it.")
            .in("microseconds")
            .defaultsTo(0.0);

    private static final Parameter<String> OBJECTIVE = Parameter.choice(
                    "objective",
                    List.of("balanced", "bytes", "latency"),
                    "What is kept small within the limits: 'balanced' is bytes, but a tenth of the time counts as much as 0.5"
                            + " percent of the bytes; time is estimated where no limit has it measured.")
            .defaultsTo("balanced");

    private static final Parameter<String> PRECISIONS = Parameter.text(
                    "precisions",
                    "What operators may have, with '+' between; float32 remains for those that have no other.")
            .defaultsTo("float32+float16+int16x8+int8");

    static final Parameter<String> PLAN = Parameter.text(
                    "plan",
                    "Precisions by place, as an earlier result gave them, as in int8:0-4+float16:5; nothing is searched then."
                            + " Empty for a search.")
            .defaultsTo("");

    private static final Parameter<Long> MAX_UNITS = Parameter.integer(
                    "max_units",
                    1,
                    256,
                    "Units of operators that are looked at one by one; in larger models neighbours are joined.")
            .defaultsTo(64L);

    private static final Parameter<Long> SENSITIVITY_SAMPLES = Parameter.integer(
                    "sensitivity_samples",
                    1,
                    1_000_000,
                    "Samples, evenly taken from the representative ones, that are run for each unit and precision.")
            .defaultsTo(32L);

    private static final Parameter<Long> FRONTIER_POINTS = Parameter.integer(
                    "frontier_points",
                    2,
                    1000,
                    "Points of the walk that are measured besides those that the search needs.")
            .defaultsTo(10L);

    private static final Parameter<Long> REFINEMENTS = Parameter.integer(
                    "refinements", 0, 1000, "Changes of a run of units that are tried after the walk.")
            .defaultsTo(12L);

    static List<Parameter<?>> parameters() {
        return List.of(
                MIN_SQNR,
                MAX_DROP,
                MAX_BYTES,
                MAX_LATENCY,
                OBJECTIVE,
                PRECISIONS,
                PLAN,
                MAX_UNITS,
                SENSITIVITY_SAMPLES,
                FRONTIER_POINTS,
                REFINEMENTS);
    }

    /** @throws LapidaryException of code invalid-parameter if the plan or the precisions cannot be read */
    static SearchSettings of(Parameters parameters) throws LapidaryException {
        String text = parameters.get(PLAN);
        Optional<PrecisionPlan> plan = text.isBlank() ? Optional.empty() : Optional.of(PrecisionPlan.parse(text));
        Limits limits = limits(parameters, plan.isPresent());
        return new SearchSettings(
                limits,
                Objective.valueOf(parameters.get(OBJECTIVE).toUpperCase(Locale.ROOT)),
                precisions(parameters.get(PRECISIONS)),
                plan,
                Math.toIntExact(parameters.get(MAX_UNITS)),
                Math.toIntExact(parameters.get(SENSITIVITY_SAMPLES)),
                Math.toIntExact(parameters.get(FRONTIER_POINTS)),
                Math.toIntExact(parameters.get(REFINEMENTS)));
    }

    private static Limits limits(Parameters parameters, boolean planned) {
        var given = new Limits(
                some(parameters.get(MIN_SQNR), 0),
                some(parameters.get(MAX_DROP), 1),
                parameters.get(MAX_BYTES) == 0 ? OptionalLong.empty() : OptionalLong.of(parameters.get(MAX_BYTES)),
                some(parameters.get(MAX_LATENCY), 0));
        return given.equals(Limits.NONE) && !planned
                ? new Limits(
                        OptionalDouble.of(USUAL_SQNR),
                        given.maxAccuracyDrop(),
                        given.maxBytes(),
                        given.maxLatencyMicros())
                : given;
    }

    private static OptionalDouble some(double value, double none) {
        return value == none ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static Set<Precision> precisions(String text) throws LapidaryException {
        List<String> known =
                Arrays.stream(Precision.values()).map(Precision::id).toList();
        var chosen = new ArrayList<Precision>();
        for (String word : text.split("\\+", -1)) {
            int found = known.indexOf(word.strip());
            if (found < 0) {
                throw new LapidaryException(
                        ErrorCodes.INVALID_PARAMETER,
                        "There is no precision '" + word.strip() + "' (parameter precisions=" + text + ").",
                        NearestName.hint(word.strip(), known));
            }
            chosen.add(Precision.values()[found]);
        }
        return EnumSet.copyOf(chosen);
    }
}
