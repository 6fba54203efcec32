package io.lapidary.technique.equalize.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.engine.Kernels;
import io.lapidary.model.Model;

/** High biases that the next layer takes over. */
class AbsorptionTest {
    private EqualizeBench bench;

    @BeforeEach
    void prepare(@TempDir Path folder) {
        bench = new EqualizeBench(folder);
    }

    /** Large biases: almost all of a channel is always there. */
    private static Model biased(int kernelBehind) {
        return new Chains(1, 4, 4, 3)
                .convolution(1, 5, "RELU", "SAME", 400)
                .convolution(kernelBehind, 4, "NONE", "SAME", 0)
                .model();
    }

    @Test
    void absorptionIsMeasuredAndSaid() throws Exception {
        EqualizeBench.Applied applied = bench.apply(biased(1), Map.of(), true);
        assertThat(applied.measure("absorbed_channels")).isPositive();
        assertThat(applied.codes()).contains("absorbed");
        FloatBuffer expected = bench.run(applied.original(), applied.before(), Kernels.DEFAULT);
        FloatBuffer actual = bench.run(applied.file(), applied.before(), Kernels.DEFAULT);
        double largest = 0;
        for (int i = 0; i < expected.limit(); i++) {
            largest = Math.max(largest, Math.abs(actual.get(i) - expected.get(i)));
        }
        assertThat(largest).isPositive();
        assertThat(applied.measure("absorption_largest_error")).isCloseTo(largest, within(0.02 * largest));
        assertThat(applied.measure("absorption_sqnr_db")).isGreaterThan(50);
    }

    @Test
    void absorptionThatChangesTooMuchIsUndone() throws Exception {
        EqualizeBench.Applied applied =
                bench.apply(biased(1), Map.of("min_absorption_sqnr", "199", "power_of_two", "true"), true);
        assertThat(applied.codes()).contains("absorption-undone");
        assertThat(applied.measure("absorbed_channels")).isZero();
        bench.requireSame(applied, 0, "undone");
    }

    @Test
    void nothingIsAbsorbedThroughPadding() throws Exception {
        assertThat(bench.apply(biased(3), Map.of(), true).measure("absorbed_channels"))
                .isZero();
    }
}
