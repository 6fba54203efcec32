package io.lapidary.technique.mixedprecision.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.Kernels;
import io.lapidary.model.TfliteReader;
import io.lapidary.testsupport.KeywordSamples;
import io.lapidary.testsupport.SharedFiles;

/** A published keyword model. */
class KeywordModelTest {
    @TempDir
    private Path folder;

    private Bench bench;

    @BeforeEach
    void prepare() throws Exception {
        Path model = SharedFiles.model("kws_float.tflite");
        String input = TfliteReader.read(model).main().inputs().get(0).name();
        bench = new Bench(model, KeywordSamples.representative(folder, input), folder);
    }

    @Test
    void isSmallerThanAllInt16AndBetterThanAllInt8() throws Exception {
        var least = bench.apply(Map.of("precisions", "int8", "max_bytes", "99999"));
        var most = bench.apply(Map.of("precisions", "int16x8", "max_bytes", "99999"));
        var mixed = bench.apply(Map.of("min_sqnr_db", "35", "objective", "bytes"));
        var balanced = bench.apply(Map.of("min_sqnr_db", "35"));
        var fast = bench.apply(Map.of("min_sqnr_db", "35", "objective", "latency"));
        var half = bench.apply(Map.of("min_sqnr_db", "35", "precisions", "int8+float16"));
        assertThat(least.measure("sqnr_db")).isLessThan(35);
        assertThat(most.measure("sqnr_db")).as("near the step int16x8").isGreaterThan(42);
        for (var applied : List.of(mixed, balanced, fast, half)) {
            assertThat(applied.measure("sqnr_db")).as(applied.plan()).isGreaterThanOrEqualTo(35);
            assertThat(bench.sqnr(applied.file(), Kernels.DEFAULT)).isGreaterThanOrEqualTo(35);
            assertThat(bench.sqnr(applied.file(), Kernels.BUILTIN)).isGreaterThan(32);
        }
        assertThat(mixed.bytes()).as(mixed.plan()).isLessThan(most.bytes());
        assertThat(fast.measure("relative_time")).isLessThanOrEqualTo(1.1);
        assertThat(half.measure("int16x8_operators")).isZero();
    }

    @Test
    void theRecipeRepeatsTheBytes() throws Exception {
        var found = bench.apply(Map.of("max_bytes", "46000", "frontier_points", "4"));
        var again = bench.apply(Map.of("plan", found.plan()));
        assertThat(found.bytes()).isLessThanOrEqualTo(46000);
        assertThat(found.attachment(".txt")).isEqualTo("mixed-precision:plan=" + found.plan() + "\n");
        assertThat(Files.readAllBytes(again.file())).isEqualTo(Files.readAllBytes(found.file()));
    }

    @Test
    void whatCannotBeReachedIsSaidWithTheNearest() {
        assertThatThrownBy(() -> bench.apply(Map.of("min_sqnr_db", "60", "max_bytes", "40000", "frontier_points", "4")))
                .isInstanceOfSatisfying(LapidaryException.class, e -> {
                    assertThat(e.code()).isEqualTo(Explanation.UNREACHABLE);
                    assertThat(e).hasMessageMatching(".*(min_sqnr_db=60|max_bytes=40000).* dB.*");
                    assertThat(e.remedy()).contains("plan=");
                });
    }

    @Test
    void timeIsMeasuredWhereItIsLimited() throws Exception {
        var found = bench.apply(Map.of("max_latency_us", "1e8", "frontier_points", "2", "refinements", "1"));
        assertThat(found.attachment(".json")).contains("latency_us");
        assertThat(found.measure("sqnr_db")).isGreaterThan(60);
    }
}
