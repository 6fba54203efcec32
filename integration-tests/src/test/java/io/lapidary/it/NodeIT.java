package io.lapidary.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;

import io.lapidary.api.Digest;
import io.lapidary.events.LifecycleEvent;
import io.lapidary.events.LifecycleType;
import io.lapidary.events.OptimizationRequest;
import io.lapidary.events.OptimizationResult;
import io.lapidary.events.Status;
import io.lapidary.it.support.BadModels;
import io.lapidary.it.support.Client;
import io.lapidary.it.support.Distribution;
import io.lapidary.it.support.KafkaClient;
import io.lapidary.it.support.NodeProcess;
import io.lapidary.it.support.Requests;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.check.ModelChecker;

/** A node by itself, with its own broker: what its engines do to it, and how it ends. */
public class NodeIT {
    private static final int ENGINE_MIB = 700;
    private static final long HOG_BYTES = 2L << 30;
    private static final List<String> FLOAT_MODELS =
            List.of("conv_fc_mnist.tflite", "kws_float.tflite", "mnist_tutorial.tflite", "mobilenetv2_random.tflite");

    private static Path folder;
    private static NodeProcess.Settings settings;
    private static NodeProcess node;
    private static KafkaClient connection;

    @BeforeClass
    public static void start() throws Exception {
        folder = Distribution.workFolder(NodeIT.class);
        settings = new NodeProcess.Settings(
                folder,
                Optional.empty(),
                Map.of(
                        "io.lapidary.worker",
                        "engine.timeout.seconds = 10\nengine.memory.mib = " + ENGINE_MIB
                                + "\nstep.light.seconds = 60\nabandon.seconds = 1\n",
                        "io.lapidary.coordinator",
                        "backoff.first.millis = 200\n"),
                true);
        startNode();
    }

    private static void startNode() throws Exception {
        node = NodeProcess.start(settings);
        connection = KafkaClient.connect(node.servers(), node.data().resolve("store"));
    }

    @AfterClass
    public static void stop() {
        disconnect();
        if (node != null) {
            node.close();
        }
    }

    private static void disconnect() {
        if (connection != null) {
            connection.close();
        }
    }

    /** Deployment takes a moment after the start. */
    @Before
    public void techniquesAreServed() throws Exception {
        for (int i = 0; i < 100; i++) {
            if (client().run(digits("served-" + System.nanoTime()).step("gated").build())
                            .getStatus()
                    == Status.SUCCEEDED) {
                return;
            }
        }
        throw new AssertionError("the deployed technique was never offered");
    }

    @Test
    public void aKilledEngineCostsItsStepAndNotTheNode() throws Exception {
        String id = "engine-killed";
        Path gate = folder.resolve("killed.gate");
        client().send(digits(id)
                .step("engine-bound", Map.of("gate", gate.toString()))
                .build());
        client().event(id, LifecycleType.PROGRESS, 1);
        node.engines().forEach(ProcessHandle::destroyForcibly);
        comesBackFrom(id, "engine-died", gate);
    }

    @Test
    public void aHungEngineCostsItsStepAndNotTheNode() throws Exception {
        String id = "engine-hung";
        Path gate = folder.resolve("hung.gate");
        client().send(digits(id)
                .step("engine-bound", Map.of("gate", gate.toString()))
                .build());
        client().event(id, LifecycleType.PROGRESS, 1);
        List<ProcessHandle> hung = node.engines();
        for (ProcessHandle engine : hung) {
            assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(engine.pid()))
                            .start()
                            .waitFor())
                    .isZero();
        }
        comesBackFrom(id, "engine-timeout", gate);
        assertThat(hung).anyMatch(engine -> !engine.isAlive());
        hung.forEach(ProcessHandle::destroyForcibly);
    }

    /** The step is retried once its engine is gone, and then done; the node goes on. */
    private void comesBackFrom(String id, String code, Path gate) throws Exception {
        LifecycleEvent retrying = client().event(id, LifecycleType.RETRYING, 1);
        assertThat(retrying.getError().getCode()).isEqualTo(code);
        assertThat(retrying.getError().getType()).isEqualTo("EXTERNAL");
        Files.createFile(gate);
        OptimizationResult result = client().result(id);
        assertThat(result.getErrors()).isEmpty();
        assertThat(result.getStatus()).isEqualTo(Status.SUCCEEDED);
        assertThat(result.getAttempts()).isGreaterThanOrEqualTo(2);
        assertNodeIsWell(id);
    }

    @Test
    public void anEngineOverItsMemoryCostsItsRequestAndNotTheNode() throws Exception {
        String id = "engine-memory";
        OptimizationRequest request = Requests.model(client(), id, BadModels.memoryHog(folder, HOG_BYTES))
                .step("float16")
                .build();
        request.setEvaluate(true);
        OptimizationResult result = client().run(request);
        assertThat(result.getStatus()).isEqualTo(Status.FAILED);
        assertThat(result.getErrors().get(0).getCode()).isEqualTo("out-of-memory");
        assertThat(result.getErrors().get(0).getMessage()).contains("litert", ENGINE_MIB + " MB");
        assertThat(result.getArtifacts()).isEmpty();
        assertThat(result.getAttempts()).isEqualTo(3);
        assertNodeIsWell(id);
    }

    @Test
    public void aPluginThatFailsAsNoneMayCostsItsRequestAndNotTheNode() throws Exception {
        Map<String, String> faults = Map.of(
                "null", "plugin-failed",
                "stack", "plugin-failed",
                "linkage", "plugin-failed",
                "throws", "plugin-failed",
                "heap", "out-of-memory");
        for (var fault : faults.entrySet()) {
            OptimizationResult result = client().run(digits("fault-" + fault.getKey())
                    .step("faulty", Map.of("fault", fault.getKey()))
                    .build());
            assertThat(result.getStatus()).as(fault.getKey()).isEqualTo(Status.FAILED);
            assertThat(result.getErrors().get(0).getCode()).as(fault.getKey()).isEqualTo(fault.getValue());
            assertThat(result.getErrors().get(0).getMessage()).contains("faulty 1.0.0");
        }
        assertNodeIsWell("faults");
    }

    @Test
    public void aPluginThatHeedsNothingIsLeftToItself() throws Exception {
        String id = "deaf";
        client().send(digits(id).step("faulty", Map.of("fault", "deaf")).build());
        client().event(id, LifecycleType.STEP_STARTED, 1);
        client().cancel(id, "it does not end");
        assertThat(client().result(id).getStatus()).isEqualTo(Status.CANCELLED);
        assertNodeIsWell(id);
    }

    @Test
    public void floatModelsOfTheFieldPassAndAnIntegerOneIsRefused() throws Exception {
        Path models = Path.of(System.getProperty("lapidary.shared", ""), "models");
        assumeTrue("no models at " + models, Files.isDirectory(models));
        for (String model : FLOAT_MODELS) {
            for (String technique : List.of("float16", "dynamic-range")) {
                String id = model + "-" + technique;
                OptimizationResult result = client().run(Requests.model(client(), id, models.resolve(model))
                        .step(technique)
                        .build());
                assertThat(result.getErrors()).as(id).isEmpty();
                Path file = client().store()
                        .file(new Digest(result.getArtifacts().get(0).getSha256()));
                ModelChecker.require(TfliteReader.read(file));
                assertThat(Files.size(file)).as(id).isLessThan(Files.size(models.resolve(model)));
            }
        }
        OptimizationResult refused = client().run(
                        Requests.model(client(), "integer-model", models.resolve("kws_reference_int8.tflite"))
                                .step("float16")
                                .build());
        assertThat(refused.getStatus()).isEqualTo(Status.REFUSED);
        assertThat(refused.getErrors().get(0).getCode()).isEqualTo("already-quantized");
    }

    @Test
    public void aSecondNodeOnTheSameFolderIsRefused() throws Exception {
        NodeProcess second = NodeProcess.begin(settings);
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.output())
                .contains("A node already runs on the data folder " + node.data(), "--data")
                .doesNotContain("\tat ");
        assertNodeIsWell("second-node");
    }

    @Test
    public void itEndsInOrderWithEverythingItStartedAndRemembersWhatWasDone() throws Exception {
        String id = "before-the-end";
        OptimizationRequest request = digits(id).step("engine-bound").build();
        assertThat(client().run(request).getStatus()).isEqualTo(Status.SUCCEEDED);
        List<ProcessHandle> children = node.children();
        assertThat(children).hasSizeGreaterThanOrEqualTo(2); // the broker and an engine
        disconnect();
        node.terminate();
        assertThat(node.exitCode()).as(node.output()).isZero();
        // what the component runtime logs of a component that does not stop in order
        assertThat(node.output()).doesNotContain("method has thrown an exception");
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        assertThat(node.data().resolve("node.json")).doesNotExist();
        try (var left = Files.list(node.data().resolve("work"))) {
            assertThat(left).isEmpty();
        }

        startNode();
        client().send(request);
        techniquesAreServed();
        client().send(digits(id).step("float16").build());
        client().event(id, LifecycleType.REFUSED_DUPLICATE, 1);
        assertThat(client().results(id)).hasSize(1);
        assertThat(client().events(id, LifecycleType.STARTED)).hasSize(1);
    }

    private void assertNodeIsWell(String after) throws Exception {
        assertThat(node.isAlive()).as(node.output()).isTrue();
        OptimizationResult next = client().run(digits("after-" + after)
                .step("float16")
                .test(client(), Distribution.sample("digits-test.npz"), "")
                .build());
        assertThat(next.getErrors()).isEmpty();
        assertThat(next.getStatus()).isEqualTo(Status.SUCCEEDED);
        assertThat(next.getEvaluations().get(0).getResult().getMetrics().get("top1"))
                .isGreaterThan(0.97);
    }

    private static Client client() {
        return connection.client();
    }

    private static Requests digits(String id) throws Exception {
        return Requests.digits(client(), id);
    }
}
