package io.lapidary.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

import io.lapidary.api.Digest;
import io.lapidary.events.LifecycleType;
import io.lapidary.events.OptimizationRequest;
import io.lapidary.events.OptimizationResult;
import io.lapidary.events.Status;
import io.lapidary.it.support.BundleSample;
import io.lapidary.it.support.Client;
import io.lapidary.it.support.Distribution;
import io.lapidary.it.support.JavaClientSample;
import io.lapidary.it.support.KafkaClient;
import io.lapidary.it.support.NodeProcess;
import io.lapidary.it.support.Requests;
import io.lapidary.it.support.Shell;

/** What clients do with a node: the sample in Java, and addresses beside the store. */
public class ClientsIT {
    private static Path folder;
    private static Path open;
    private static NodeProcess node;
    private static KafkaClient connection;

    @BeforeClass
    public static void start() throws Exception {
        folder = Distribution.workFolder(ClientsIT.class);
        open = Files.createDirectory(folder.resolve("open"));
        for (String name : List.of("digits.tflite", "digits-test.npz")) {
            Files.copy(Distribution.sample(name), open.resolve(name));
        }
        node = NodeProcess.start(new NodeProcess.Settings(
                folder, Optional.empty(), Map.of("io.lapidary.addresses", "file.roots = " + open + "\n"), false));
        connection = KafkaClient.connect(node.servers(), node.data().resolve("store"));
    }

    @AfterClass
    public static void stop() {
        if (connection != null) {
            connection.close();
        }
        if (node != null) {
            node.close();
        }
    }

    @Test
    public void theSampleInJavaGetsItsArtifact() throws Exception {
        Path project = Path.of(System.getProperty("basedir", "."), "..").toRealPath();
        JavaClientSample sample = JavaClientSample.build(project, folder);
        Path out = folder.resolve("out");
        JavaClientSample.Ended ended = sample.run(List.of(
                "--bootstrap-servers",
                node.servers(),
                "--store",
                node.data().resolve("store").toString(),
                "--step",
                "float16",
                "--test",
                Distribution.sample("digits-test.npz").toString(),
                "--out",
                out.toString(),
                Distribution.sample("digits.tflite").toString()));
        assertThat(ended.status()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("result SUCCEEDED", "float16");
        try (var files = Files.list(out.resolve("package"))) {
            Path model = files.findFirst().orElseThrow();
            assertThat(Files.size(model)).isPositive().isLessThan(Files.size(Distribution.sample("digits.tflite")));
        }
        JavaClientSample.Ended refused = sample.run(List.of(
                "--bootstrap-servers",
                node.servers(),
                "--store",
                node.data().resolve("store").toString(),
                "--step",
                "flaot16",
                "--out",
                out.toString(),
                Distribution.sample("digits.tflite").toString()));
        assertThat(refused.status()).as(refused.output()).isEqualTo(1);
        assertThat(refused.output()).contains("result REFUSED", "unknown-technique", "'float16'");
    }

    @Test
    public void theSampleBundlesAreBuiltGoLiveAndServe() throws Exception {
        Path samples = Path.of(System.getProperty("basedir", "."), "../samples").toRealPath();
        for (String name : List.of("technique-bundle", "backend-bundle")) {
            Path bundle = BundleSample.build(samples.resolve(name), folder.resolve(name));
            BundleSample.deploy(bundle, folder.resolve("deploy"));
        }
        client().catalog()
                .await(
                        "the offers of both samples",
                        Client.LIMIT,
                        entry -> entry.getTechniques().stream()
                                        .anyMatch(t -> t.getId().equals("round-weights"))
                                && entry.getBackends().stream()
                                        .anyMatch(b -> b.getId().equals("c-array")));
        OptimizationResult result = client().run(Requests.digits(client(), "by-samples")
                .step("round-weights")
                .target("c-array", "")
                .build());
        assertThat(result.getErrors()).isEmpty();
        assertThat(result.getStatus()).isEqualTo(Status.SUCCEEDED);
        assertThat(result.getArtifacts())
                .filteredOn(artifact -> artifact.getKind().equals("package"))
                .singleElement()
                .satisfies(artifact -> assertThat(artifact.getFiles())
                        .extracting(file -> file.getPath())
                        .containsExactlyInAnyOrder("model.c", "model.h"));
    }

    @Test
    public void filesOfAnOpenFolderNeedNoStore() throws Exception {
        OptimizationRequest request = fromFolder("open-folder", open.resolve("digits.tflite"));
        OptimizationResult result = client().run(request);
        assertThat(result.getErrors()).isEmpty();
        assertThat(result.getStatus()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    public void aLinkOutOfAnOpenFolderIsRefused() throws Exception {
        Path link = Files.createSymbolicLink(open.resolve("out.tflite"), Distribution.sample("digits.tflite"));
        OptimizationResult result = client().run(fromFolder("link-out", link));
        assertThat(result.getStatus()).isEqualTo(Status.REFUSED);
        assertThat(result.getErrors().get(0).getCode()).isEqualTo("uri-denied");
    }

    @Test
    public void targetsShareTheirStepsAndAReplayRunsThemAgain() throws Exception {
        Path out = folder.resolve("targets");
        Shell.Ended ended = Shell.run(
                node.data(),
                List.of(
                        "optimize",
                        Distribution.sample("digits.tflite").toString(),
                        "--step",
                        "int8",
                        "--representative",
                        Distribution.sample("digits-calibration.npz").toString(),
                        "--target",
                        "cpu:desktop",
                        "--target",
                        "cpu:mobile,provenance=false",
                        "--out",
                        out.toString()));
        assertThat(ended.status()).as(ended.output()).isZero();
        Path desktop = out.resolve("cpu-desktop/digits.tflite");
        Path mobile = out.resolve("cpu-mobile/digits.tflite");
        assertThat(Files.size(mobile)).isLessThan(Files.size(desktop));
        String id = madeBy(desktop, "");
        assertThat(madeBy(mobile, "")).isEqualTo(id);
        assertThat(client().result(id).getSteps()).hasSize(1);
        client().event(id, LifecycleType.SUCCEEDED, 1);
        assertThat(client().events(id, LifecycleType.STEP_STARTED)).hasSize(1);

        Shell.Ended replay = Shell.run(node.data(), List.of("replay", mobile.toString()));
        assertThat(replay.status()).as(replay.output()).isZero();
        assertThat(replay.output()).contains("EQUAL", "a replay of " + id, "int8");
        Shell.Ended compare = Shell.run(node.data(), List.of("compare", desktop.toString(), mobile.toString()));
        assertThat(compare.output()).contains("How they came about", "target provenance");
        client().event(madeBy(mobile, id), LifecycleType.STEP_STARTED, 1);
    }

    /** A request that a package is recorded for, other than one. */
    private static String madeBy(Path file, String other) throws Exception {
        String sha256 = Digest.of(file).hex();
        return client().artifacts()
                .await(
                        "the record of " + file,
                        Client.LIMIT,
                        record -> record.getArtifact().getSha256().equals(sha256)
                                && !record.getRequestId().equals(other))
                .getRequestId();
    }

    private static OptimizationRequest fromFolder(String id, Path model) throws Exception {
        OptimizationRequest request =
                Requests.digits(client(), id).step("float16").build();
        request.setModel(model.toUri().toString());
        request.setData(Map.of("test", open.resolve("digits-test.npz").toUri() + "?slice=0:10"));
        request.setEvaluate(true);
        return request;
    }

    private static Client client() {
        return connection.client();
    }
}
