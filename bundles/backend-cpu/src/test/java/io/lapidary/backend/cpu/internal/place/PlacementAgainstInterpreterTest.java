package io.lapidary.backend.cpu.internal.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.backend.OperatorPlacement;
import io.lapidary.api.engine.EngineLimits;
import io.lapidary.api.engine.InterpreterSession;
import io.lapidary.api.engine.ProfileRequest;
import io.lapidary.api.engine.ProfileResult.OperatorTime;
import io.lapidary.engine.litert.LitertEngine;
import io.lapidary.engine.litert.LitertOptions;
import io.lapidary.model.Model;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.TfliteWriter;
import io.lapidary.testsupport.SharedFiles;

/** The table of operators against the real interpreter: what it says XNNPACK takes is what XNNPACK takes. */
class PlacementAgainstInterpreterTest {
    @AutoClose
    private static final LitertEngine engine = LitertEngine.create(LitertOptions.defaults());

    @TempDir
    Path folder;

    @Test
    void oneOperatorAtATime() throws Exception {
        var wrong = new ArrayList<String>();
        int compared = 0;
        try (InterpreterSession session = open()) {
            for (Map.Entry<String, OneOperator> entry : cases().entrySet()) {
                Model model = entry.getValue().build();
                Path file = folder.resolve("model.tflite");
                TfliteWriter.write(model, file);
                boolean taken;
                try {
                    taken = nodes(session, file).stream().anyMatch(OperatorTime::delegated);
                } catch (LapidaryException e) {
                    wrong.add(entry.getKey() + ": the interpreter refuses the test's model: " + e.getMessage());
                    continue;
                }
                List<OperatorPlacement> placements = CpuPlacer.place(model);
                OperatorPlacement last = placements.get(placements.size() - 1);
                compared++;
                if (taken != last.unit().equals(CpuPlacer.XNNPACK)) {
                    wrong.add(entry.getKey() + ": XNNPACK " + (taken ? "takes it" : "does not take it")
                            + ", and the table says " + last.unit() + " " + last.reason());
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(compared).isGreaterThan(100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kws_float.tflite",
                "mnist_tutorial.tflite",
                "conv_fc_mnist.tflite",
                "mobilenetv2_random.tflite",
                "kws_reference_int8.tflite"
            })
    void wholeModels(String name) throws Exception {
        Path file = SharedFiles.model(name);
        Map<String, Long> expected = CpuPlacer.place(TfliteReader.read(file)).stream()
                .filter(p -> p.unit().equals(CpuPlacer.BUILTIN))
                .collect(Collectors.groupingBy(OperatorPlacement::name, Collectors.counting()));
        try (InterpreterSession session = open()) {
            Map<String, Long> found = nodes(session, file).stream()
                    .filter(node -> !node.delegated())
                    .collect(Collectors.groupingBy(OperatorTime::name, Collectors.counting()));
            assertThat(expected).isEqualTo(found);
        }
    }

    private static Map<String, OneOperator> cases() {
        var all = new LinkedHashMap<String, OneOperator>();
        all.putAll(ElementwiseCases.all());
        all.putAll(WeightedCases.all());
        all.putAll(PackedCases.all());
        all.putAll(MovementCases.all());
        return all;
    }

    private static InterpreterSession open() throws Exception {
        return engine.open(new EngineLimits(1L << 30, Duration.ofMinutes(2), 1));
    }

    private static List<OperatorTime> nodes(InterpreterSession session, Path file) throws Exception {
        return session.profile(new ProfileRequest(file, Optional.empty(), 1, 1)).operators();
    }
}
