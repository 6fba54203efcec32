package io.lapidary.technique.mixedprecision.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.quantization.integer.mixed.MixedOperator;
import io.lapidary.quantization.integer.mixed.OperatorPlace;
import io.lapidary.quantization.integer.mixed.Precision;

/** Looks for precisions in tables, without an engine. */
class SearchTest {
    private static final int SENSITIVE = 3;

    private final Units units = Units.of(chain(6), EnumSet.allOf(Precision.class), 64);
    private final Sensitivities noise = table(6);
    private final Costs costs = new Costs(units, Costs.USUAL_TIMES, 1, Costs.TIE);

    private static List<MixedOperator> chain(int count) {
        var operators = new ArrayList<MixedOperator>();
        for (int i = 0; i < count; i++) {
            operators.add(operator(i, false));
        }
        return operators;
    }

    private static MixedOperator operator(int position, boolean mover) {
        return new MixedOperator(
                new OperatorPlace(0, position),
                mover ? BuiltinOperator.RESHAPE : BuiltinOperator.CONV_2D,
                "layer" + position,
                EnumSet.allOf(Precision.class),
                Map.of(),
                mover,
                mover ? 0 : 4000 + 500L * position,
                mover ? 0 : 16,
                100_000,
                position == 0 ? List.of() : List.of(new OperatorPlace(0, position - 1)));
    }

    /** Int8 costs each unit about 40 dB, but one of them 15. */
    private static Sensitivities table(int count) {
        var random = new Random(1);
        var rows = new ArrayList<Map<Precision, Double>>();
        for (int i = 0; i < count; i++) {
            double int8 = i == SENSITIVE ? 0.03 : 1e-4 * (0.5 + random.nextDouble());
            var row = new EnumMap<Precision, Double>(Precision.class);
            row.put(Precision.INT8, int8);
            row.put(Precision.INT16X8, int8 / 20);
            row.put(Precision.FLOAT16, 1e-7);
            row.put(Precision.FLOAT32, 0.0);
            rows.add(row);
        }
        return new Sensitivities(rows);
    }

    private Point measure(Assignment assignment) {
        return new Point(
                assignment,
                Math.round(costs.bytes(assignment)),
                noise.of(assignment) * 0.7,
                OptionalDouble.empty(),
                costs.time(assignment),
                OptionalDouble.empty(),
                0);
    }

    private Optional<Point> search(Limits limits, Measured measured) throws Exception {
        return new Search(units, noise, costs, limits, measured, 6, 12, () -> {}).run(List.of(Precision.values()));
    }

    private static Limits quality(double decibels) {
        return new Limits(
                OptionalDouble.of(decibels), OptionalDouble.empty(), OptionalLong.empty(), OptionalDouble.empty());
    }

    @Test
    void noiseFallsAndCostRisesAlongTheWalk() throws Exception {
        List<Assignment> steps = new Walk(units, noise, costs).steps(() -> {});
        assertThat(steps.size()).isGreaterThan(4);
        for (int i = 1; i < steps.size(); i++) {
            assertThat(noise.of(steps.get(i))).isLessThan(noise.of(steps.get(i - 1)));
            assertThat(costs.of(steps.get(i))).isGreaterThan(costs.of(steps.get(i - 1)));
        }
        assertThat(steps.get(0)).isEqualTo(units.uniform(Precision.INT8));
        assertThat(steps.get(steps.size() - 1)).isEqualTo(units.uniform(Precision.FLOAT32));
    }

    @Test
    void theSensitiveUnitIsTheFirstToBeSpared() throws Exception {
        var slow = new Costs(units, Costs.USUAL_TIMES, 1, Costs.SOME);
        List<Assignment> steps = new Walk(units, noise, slow).steps(() -> {});
        Assignment second = steps.get(1);
        assertThat(second.of(SENSITIVE)).isNotEqualTo(Precision.INT8);
        assertThat(second.precisions().stream().filter(precision -> precision == Precision.INT8))
                .hasSize(5);
    }

    @Test
    void theSmallestThatIsGoodEnoughIsFound() throws Exception {
        for (double least : new double[] {20, 32, 36, 42, 60}) {
            Point found = search(quality(least), new Measured(this::measure)).orElseThrow();
            Point best = best(least);
            assertThat(found.sqnrDb()).isGreaterThanOrEqualTo(least);
            assertThat((double) found.bytes()).as(least + " dB").isLessThanOrEqualTo(best.bytes() * 1.03);
        }
    }

    /** By looking at all of them. */
    private Point best(double least) {
        Point best = measure(units.uniform(Precision.FLOAT32));
        int choices = Precision.values().length;
        for (int code = 0; code < Math.pow(choices, units.count()); code++) {
            var precisions = new ArrayList<Precision>();
            for (int rest = code; precisions.size() < units.count(); rest /= choices) {
                precisions.add(Precision.values()[rest % choices]);
            }
            Point point = measure(new Assignment(precisions));
            best = point.sqnrDb() >= least && point.bytes() < best.bytes() ? point : best;
        }
        return best;
    }

    @Test
    void theMostExactThatIsSmallEnoughIsFound() throws Exception {
        long most = 55_000;
        var limits = new Limits(
                OptionalDouble.empty(), OptionalDouble.empty(), OptionalLong.of(most), OptionalDouble.empty());
        var measured = new Measured(this::measure);
        Point found = search(limits, measured).orElseThrow();
        assertThat(found.bytes()).isLessThanOrEqualTo(most);
        assertThat(measured.points().stream().filter(limits::meet)).allMatch(point -> point.noise() >= found.noise());
        assertThat(found.sqnrDb()).isGreaterThan(40);
    }

    @Test
    void whatContradictsItselfHasNoAnswer() throws Exception {
        var limits = new Limits(
                OptionalDouble.of(60), OptionalDouble.empty(), OptionalLong.of(32_000), OptionalDouble.empty());
        var measured = new Measured(this::measure);
        assertThat(search(limits, measured)).isEmpty();
        assertThat(measured.points()).noneMatch(limits::meet);
        var error = new Explanation(units, noise).unreachable(limits, measured.points());
        assertThat(error).hasMessageContaining("measured choices");
        assertThat(error.remedy()).contains("plan=");
    }

    @Test
    void fewModelsAreMeasuredAndNoneTwice() throws Exception {
        var seen = new ArrayList<Assignment>();
        search(quality(36), new Measured(assignment -> {
            seen.add(assignment);
            return measure(assignment);
        }));
        assertThat(seen).doesNotHaveDuplicates().hasSizeLessThan(4 + 13 + 6 + 12);
    }

    @Test
    void aDominatedPointIsNotOnTheFrontier() {
        Point small = measure(units.uniform(Precision.INT8));
        Point exact = measure(units.uniform(Precision.FLOAT32));
        var worse = new Point(
                small.assignment(),
                small.bytes() + 1,
                small.noise(),
                OptionalDouble.empty(),
                1,
                OptionalDouble.empty(),
                0);
        var points = List.of(small, exact, worse);
        assertThat(points.stream().filter(point -> Measured.isOnFrontier(point, points)))
                .containsExactly(small, exact);
    }

    @Test
    void whatMovesNumbersGoesWithItsMaker() {
        var operators = new ArrayList<>(chain(2));
        operators.add(operator(2, true));
        operators.add(operator(3, false));
        Units joined = Units.of(operators, EnumSet.allOf(Precision.class), 64);
        assertThat(joined.count()).isEqualTo(3);
        assertThat(joined.get(1).members()).hasSize(2);
        assertThat(joined.get(2).sources()).containsExactly(1);
    }

    @Test
    void neighboursAreJoinedDownToTheBound() {
        Units joined = Units.of(chain(40), EnumSet.allOf(Precision.class), 7);
        assertThat(joined.count()).isEqualTo(7);
        assertThat(joined.list().stream()
                        .mapToInt(unit -> unit.members().size())
                        .sum())
                .isEqualTo(40);
    }
}
