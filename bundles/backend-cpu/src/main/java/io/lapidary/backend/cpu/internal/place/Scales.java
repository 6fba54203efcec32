package io.lapidary.backend.cpu.internal.place;

import java.util.Locale;
import java.util.Optional;

import io.lapidary.model.Operator;
import io.lapidary.model.Quantization;
import io.lapidary.model.Tensor;

/** What the fixed-point arithmetic of XNNPACK's 8-bit kernels demands of scales. */
final class Scales {
    private Scales() {}

    /** The ratio of every input's scale to the output's. */
    static Condition each(double least, double below) {
        return operator -> {
            for (int i = 0; i < Math.min(2, operator.inputCount()); i++) {
                Optional<String> refusal = range(operator, ratio(operator, i), least, below);
                if (refusal.isPresent()) {
                    return refusal;
                }
            }
            return Optional.empty();
        };
    }

    /** The ratio of the product of both inputs' scales to the output's. */
    static Condition product(double least, double below) {
        return operator -> {
            Optional<Double> second = operator.input(1).flatMap(Scales::scale);
            Optional<Double> ratio = ratio(operator, 0).flatMap(r -> second.map(s -> r * s));
            return range(operator, ratio, least, below);
        };
    }

    /** LEAKY_RELU: the ratio, and the ratio times the slope, must fit the kernel's multipliers. */
    static Optional<String> leaky(Operator operator) {
        Optional<Double> ratio = ratio(operator, 0);
        double alpha = operator.options().floatValue("alpha");
        Optional<String> refusal = range(operator, ratio, 1.0 / 256, 128.0 + 1e-9);
        if (refusal.isPresent() || ratio.isEmpty()) {
            return refusal;
        }
        double negative = ratio.get() * alpha;
        boolean fits = negative >= -127.99609375 && negative <= 128 && Math.abs(negative) >= 1.0 / 256;
        return fits
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT, "XNNPACK's 8-bit LEAKY_RELU cannot scale its negative side by %.4g.", negative));
    }

    private static Optional<String> range(Operator operator, Optional<Double> ratio, double least, double below) {
        return ratio.filter(r -> r < least || r >= below)
                .map(r -> String.format(
                        Locale.ROOT,
                        "XNNPACK's 8-bit %s takes scales whose ratio is at least %.4g and below %.4g, and it is %.4g.",
                        operator.type(),
                        least,
                        below,
                        r));
    }

    private static Optional<Double> ratio(Operator operator, int input) {
        return operator.input(input)
                .flatMap(Scales::scale)
                .flatMap(s -> scale(operator.output()).map(out -> s / out));
    }

    /** Of an 8-bit tensor. */
    private static Optional<Double> scale(Tensor tensor) {
        return tensor.type().bits() != 8
                ? Optional.empty()
                : tensor.quantization().filter(q -> q.count() == 1).map(q -> (double) q.scale(0));
    }

    static boolean equal(Tensor a, Tensor b) {
        Optional<Quantization> first = a.quantization().filter(q -> q.count() == 1);
        Optional<Quantization> second = b.quantization().filter(q -> q.count() == 1);
        return first.isPresent()
                && second.isPresent()
                && first.get().scale(0) == second.get().scale(0)
                && first.get().zeroPoint(0) == second.get().zeroPoint(0);
    }
}
