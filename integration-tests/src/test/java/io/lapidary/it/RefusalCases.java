package io.lapidary.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.lapidary.events.ConstraintSet;
import io.lapidary.events.OptimizationRequest;
import io.lapidary.it.support.BadModels;
import io.lapidary.it.support.Client;
import io.lapidary.it.support.Distribution;
import io.lapidary.it.support.Npz;
import io.lapidary.it.support.Requests;

/** Everything that is bad input: requests, models, data. */
final class RefusalCases {
    private static final int PIXELS = 64;
    private static final int SAMPLES = 5;

    private RefusalCases() {}

    static List<RefusalCase> all() {
        var all = new ArrayList<RefusalCase>();
        all.addAll(requests());
        all.addAll(models());
        all.addAll(data());
        return all;
    }

    private static List<RefusalCase> requests() {
        return List.of(
                refusal("unknown-technique", "unknown-technique", steps("float-16"), "'float-16'", "float16"),
                refusal(
                        "unknown-parameter",
                        "unknown-parameter",
                        step("float16", "min_element", "3"),
                        "min_element",
                        "min_elements"),
                refusal(
                        "wrong-type",
                        "invalid-parameter",
                        step("float16", "min_elements", "many"),
                        "min_elements=many",
                        "an integer"),
                refusal(
                        "out-of-range",
                        "invalid-parameter",
                        step("dynamic-range", "min_elements", "-1"),
                        "min_elements=-1",
                        "from 0"),
                refusal(
                        "impossible-order",
                        "impossible-order",
                        steps("float16", "dynamic-range"),
                        "'float16'",
                        "'dynamic-range'"),
                refusal(
                        "unknown-backend",
                        "unknown-backend",
                        (client, id, files) ->
                                digits(client, id).target("cpus", "").build(),
                        "'cpus'",
                        "cpu"),
                refusal(
                        "unknown-profile",
                        "unknown-backend",
                        (client, id, files) ->
                                digits(client, id).target("cpu", "toaster").build(),
                        "'toaster'",
                        "desktop"),
                refusal("no-steps", "no-steps", steps(), "--step"),
                refusal(
                        "neither-steps-nor-target",
                        "no-steps",
                        (client, id, files) -> changed(Requests.digits(client, id))
                                .setTargets(List.of())
                                .build(),
                        "neither a step nor a target"),
                refusal(
                        "unmeasurable-constraint",
                        "missing-data",
                        (client, id, files) -> changed(digits(client, id))
                                .setEvaluate(true)
                                .setConstraints(ConstraintSet.newBuilder()
                                        .setMaxAccuracyDrop(0.01)
                                        .build())
                                .build(),
                        "--test"),
                refusal(
                        "unknown-task",
                        "unknown-metric",
                        (client, id, files) -> changed(digits(client, id))
                                .setEvaluate(true)
                                .setTask("detektion")
                                .build(),
                        "'detektion'",
                        "detection"),
                refusal(
                        "priority-out-of-range",
                        "invalid-request",
                        (client, id, files) ->
                                changed(digits(client, id)).setPriority(11).build(),
                        "11",
                        "-10 to 10"),
                refusal(
                        "unknown-data-role",
                        "invalid-request",
                        (client, id, files) -> changed(digits(client, id))
                                .setData(Map.of("tests", "lapidary:sha256/" + "0".repeat(64)))
                                .build(),
                        "'tests'",
                        "test"),
                refusal(
                        "model-from-elsewhere",
                        "uri-denied",
                        (client, id, files) -> changed(digits(client, id))
                                .setModel("file:///etc/passwd")
                                .build(),
                        "file:///etc/passwd",
                        "store"),
                refusal(
                        "data-from-elsewhere",
                        "uri-denied",
                        (client, id, files) -> changed(digits(client, id))
                                .setData(Map.of("test", "https://example.org/test.npz"))
                                .build(),
                        "https://example.org/test.npz",
                        "store"),
                refusal(
                        "missing-model",
                        "not-found",
                        (client, id, files) -> changed(digits(client, id))
                                .setModel("lapidary:sha256/" + "0".repeat(64))
                                .build(),
                        "000000"));
    }

    private static List<RefusalCase> models() {
        return List.of(
                refusal("no-model", "not-a-model", model(BadModels::noModel), "TensorFlow Lite"),
                refusal("truncated-model", "corrupt-model", model(BadModels::truncated), "outside"),
                refusal("hostile-model", "corrupt-model", model(BadModels::hostile), "outside"),
                refusal("quantized-model", "already-quantized", model(BadModels::quantized), "float16", "float model"));
    }

    private static List<RefusalCase> data() {
        return List.of(
                refusal(
                        "not-a-number",
                        "invalid-data",
                        samples(shape(8, 8, 1), value -> value == 3 * PIXELS + 7 ? Float.NaN : 0.5f, 1),
                        "samples.npz",
                        "3"),
                refusal(
                        "wrong-shape",
                        "data-mismatch",
                        samples(shape(4, 16, 1), value -> 0.5f, 1),
                        "samples.npz",
                        "[8, 8, 1]",
                        "[4, 16, 1]"),
                refusal(
                        "label-out-of-range",
                        "invalid-data",
                        samples(shape(8, 8, 1), value -> 0.5f, 10),
                        "samples.npz",
                        "10"),
                refusal(
                        "no-samples",
                        "invalid-data",
                        (client, id, files) -> digits(client, id)
                                .test(
                                        client,
                                        Npz.write(
                                                files.resolve("empty.npz"),
                                                new int[] {0, 8, 8, 1},
                                                new float[0],
                                                new long[0]),
                                        "")
                                .build(),
                        "empty.npz"),
                refusal(
                        "unknown-data-option",
                        "unknown-parameter",
                        (client, id, files) -> digits(client, id)
                                .test(client, Distribution.sample("digits-test.npz"), "scales=2")
                                .build(),
                        "scales",
                        "scale"));
    }

    private static RefusalCase refusal(String name, String code, RefusalCase.Maker request, String... words) {
        return new RefusalCase(name, code, List.of(words), request);
    }

    private static Requests digits(Client client, String id) throws Exception {
        return Requests.digits(client, id).step("float16");
    }

    private static OptimizationRequest.Builder changed(Requests requests) {
        return OptimizationRequest.newBuilder(requests.build());
    }

    private static RefusalCase.Maker steps(String... techniques) {
        return (client, id, files) -> {
            Requests requests = Requests.digits(client, id);
            Arrays.stream(techniques).forEach(requests::step);
            return requests.build();
        };
    }

    private static RefusalCase.Maker step(String technique, String parameter, String value) {
        return (client, id, files) -> Requests.digits(client, id)
                .step(technique, Map.of(parameter, value))
                .build();
    }

    private interface ModelMaker {
        Path make(Path folder) throws Exception;
    }

    private static RefusalCase.Maker model(ModelMaker maker) {
        return (client, id, files) ->
                Requests.model(client, id, maker.make(files)).step("float16").build();
    }

    private interface Values {
        float at(int index);
    }

    private static int[] shape(int... ofOne) {
        int[] shape = new int[ofOne.length + 1];
        shape[0] = SAMPLES;
        System.arraycopy(ofOne, 0, shape, 1, ofOne.length);
        return shape;
    }

    /** Samples to test on, all with one label. */
    private static RefusalCase.Maker samples(int[] shape, Values values, long label) {
        return (client, id, files) -> {
            float[] x = new float[SAMPLES * PIXELS];
            for (int i = 0; i < x.length; i++) {
                x[i] = values.at(i);
            }
            long[] y = new long[SAMPLES];
            Arrays.fill(y, label);
            Path file = Npz.write(files.resolve("samples.npz"), shape, x, y);
            return digits(client, id).test(client, file, "").build();
        };
    }
}
