package io.lapidary.backend.cpu.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.backend.BackendPackage;
import io.lapidary.api.backend.BackendPackage.PackageFile;
import io.lapidary.api.backend.OperatorPlacement;
import io.lapidary.api.backend.VerifiedPackage;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.engine.litert.LitertEngine;
import io.lapidary.engine.litert.LitertOptions;
import io.lapidary.model.BufferContent;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.TfliteWriter;
import io.lapidary.model.annotation.Annotation;
import io.lapidary.model.annotation.Annotations;

class CpuBackendTest {
    private static final TargetProfile DESKTOP = new TargetProfile("cpu", "desktop", Map.of("latency_seconds", "0.1"));

    @AutoClose
    private static final LitertEngine engine = LitertEngine.create(LitertOptions.defaults());

    @TempDir
    Path folder;

    private final CpuBackend backend = new CpuBackend();
    private EngineContext context;

    @BeforeEach
    void work() throws Exception {
        context = new EngineContext(engine, Files.createDirectory(folder.resolve("work")));
    }

    @Test
    void aPackageIsOneModelWithoutAnnotationsThatNamesItsBackend() throws Exception {
        Model annotated = dense().build();
        var editor = io.lapidary.model.ModelEditor.of(annotated);
        Tensor output = annotated.main().outputs().get(0);
        Annotations.read(annotated)
                .update(output, known -> known.with(Annotation.Range.of(-1, 1)))
                .write(editor);
        editor.putMetadata("kept", BufferContent.of(new byte[] {1, 2, 3}));
        BackendPackage packed = pack(write("annotated.tflite", annotated), Map.of());
        assertThat(packed.mediaType()).isEqualTo("application/vnd.tflite");
        assertThat(packed.files())
                .singleElement()
                .satisfies(f -> assertThat(f.path()).isEqualTo("model.tflite"));
        Model read = TfliteReader.read(packed.files().get(0).file());
        assertThat(read.metadataNames()).containsExactly("kept", "lapidary.backend");
        assertThat(read.metadata("lapidary.backend").orElseThrow().data().remaining())
                .isEqualTo("cpu:desktop 1.0.0".length());
    }

    @Test
    void provenanceCanBeLeftOut() throws Exception {
        BackendPackage packed = pack(write("plain.tflite", dense().build()), Map.of("provenance", "false"));
        assertThat(TfliteReader.read(packed.files().get(0).file()).metadataNames())
                .isEmpty();
    }

    @Test
    void equalModelsGiveEqualPackages() throws Exception {
        ModelFile model = write("model-in.tflite", dense().build());
        byte[] first = Files.readAllBytes(pack(model, Map.of()).files().get(0).file());
        byte[] second = Files.readAllBytes(pack(model, Map.of()).files().get(0).file());
        assertThat(second).isEqualTo(first);
        assertThat(ModelFile.of(model.path()).digest()).isEqualTo(model.digest());
    }

    @Test
    void aSoundPackageIsVerifiedByTheInterpreter() throws Exception {
        BackendPackage packed = pack(write("sound.tflite", dense().build()), Map.of());
        VerifiedPackage verified = backend.verify(packed, context);
        assertThat(verified.model())
                .isEqualTo(ModelFile.of(packed.files().get(0).file()));
    }

    @Test
    void aTruncatedPackageIsRefused() throws Exception {
        Path file = pack(write("cut.tflite", dense().build()), Map.of())
                .files()
                .get(0)
                .file();
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        assertRefused(new BackendPackage(List.of(new PackageFile("model.tflite", file)), "application/vnd.tflite"));
    }

    @Test
    void whatNeedsAnApplicationsOwnKernelIsPackagedAndNotRun() throws Exception {
        var builder = new ModelBuilder("custom");
        Tensor input = builder.input("in", TensorType.FLOAT32, 1, 4);
        Tensor output = builder.tensor("out", TensorType.FLOAT32, 1, 4);
        builder.graph()
                .customOperator("NoSuchKernel")
                .inputs(input)
                .outputs(output)
                .append();
        ModelFile model = write("custom.tflite", builder.output(output).build());
        assertThat(backend.place(model, DESKTOP)).singleElement().satisfies(p -> {
            assertThat(p.unit()).isEmpty();
            assertThat(p.name()).isEqualTo("NoSuchKernel");
            assertThat(p.reason()).contains("NoSuchKernel");
        });
        BackendPackage packed = pack(model, Map.of());
        assertThat(backend.verify(packed, context).model())
                .isEqualTo(ModelFile.of(packed.files().get(0).file()));
    }

    @Test
    void aCustomOperatorThatTheInterpreterBringsAlongRunsThere() throws Exception {
        var builder = new ModelBuilder("known");
        Tensor input = builder.input("in", TensorType.FLOAT32, 1, 4);
        Tensor output = builder.tensor("out", TensorType.FLOAT32, 1, 4);
        builder.graph()
                .customOperator("TFLite_Detection_PostProcess")
                .inputs(input)
                .outputs(output)
                .append();
        ModelFile model = write("known.tflite", builder.output(output).build());
        assertThat(backend.place(model, DESKTOP))
                .singleElement()
                .satisfies(p -> assertThat(p.unit()).isEqualTo("builtin"));
    }

    @Test
    void aPackageThatTheInterpreterCannotRunIsRefused() throws Exception {
        assertRefused(pack(write("newer.tflite", dense(99).build()), Map.of()));
    }

    @Test
    void anOperatorNewerThanTheInterpreterRunsNowhere() throws Exception {
        ModelFile model = write("newer.tflite", dense(99).build());
        assertThat(backend.place(model, DESKTOP))
                .singleElement()
                .satisfies(p -> assertThat(p.reason()).contains("up to version 14, not 99"));
    }

    @Test
    void aPackageOfAnotherKindIsRefused() throws Exception {
        Path file = write("shard.tflite", dense().build()).path();
        assertRefused(new BackendPackage(
                List.of(new PackageFile("a", file), new PackageFile("b", file)), "application/vnd.tflite"));
        assertRefused(new BackendPackage(List.of(new PackageFile("model.tflite", file)), "text/plain"));
    }

    @Test
    void latencyIsMeasuredWhileTheCoresAreHeld() throws Exception {
        ModelFile model = write("timed.tflite", dense().build());
        VerifiedPackage verified = backend.verify(pack(model, Map.of()), context);
        var comparison = backend.latency(model, verified, Optional.empty(), DESKTOP, context)
                .orElseThrow();
        assertThat(context.coresHeldWhenEngineOpened).isTrue();
        assertThat(context.coresHeld()).isFalse();
        assertThat(comparison.original().runs()).isGreaterThanOrEqualTo(20);
        assertThat(comparison.result().p50())
                .isPositive()
                .isLessThanOrEqualTo(comparison.result().p90());
        assertThat(comparison.threads())
                .isEqualTo(Math.min(4, Runtime.getRuntime().availableProcessors()));
        assertThat(comparison.device()).isNotBlank().doesNotContain("shared");
    }

    @Test
    void threadsAreAsAskedForWithinTheMachine() throws Exception {
        ModelFile model = write("threads.tflite", dense().build());
        VerifiedPackage verified = backend.verify(pack(model, Map.of()), context);
        var target = new TargetProfile("cpu", "desktop", Map.of("threads", "1", "latency_seconds", "0.1"));
        assertThat(backend.latency(model, verified, Optional.empty(), target, context)
                        .orElseThrow()
                        .threads())
                .isEqualTo(1);
    }

    @Test
    void everyOperatorIsPlacedOnce() throws Exception {
        List<OperatorPlacement> placements = backend.place(write("placed.tflite", dense().build()), DESKTOP);
        assertThat(placements).containsExactly(new OperatorPlacement(0, 0, "FULLY_CONNECTED", "xnnpack", ""));
    }

    private void assertRefused(BackendPackage packed) {
        assertThatThrownBy(() -> backend.verify(packed, context)).isInstanceOfSatisfying(LapidaryException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCodes.VERIFICATION_FAILED);
            assertThat(e.remedy()).isNotEmpty();
        });
    }

    private BackendPackage pack(ModelFile model, Map<String, String> given) throws Exception {
        var parameters = Parameters.resolve("cpu", backend.descriptor().parameters(), given);
        return backend.pack(model, DESKTOP, parameters, context);
    }

    private ModelFile write(String name, Model model) throws Exception {
        Path file = folder.resolve(name);
        TfliteWriter.write(model, file);
        return ModelFile.of(file);
    }

    private static ModelBuilder dense() {
        return dense(1);
    }

    private static ModelBuilder dense(int version) {
        var builder = new ModelBuilder("dense");
        Tensor input = builder.input("in", TensorType.FLOAT32, 1, 16);
        Tensor filter = builder.constant("filter", Shape.of(8, 16), new float[128]);
        Tensor output = builder.tensor("out", TensorType.FLOAT32, 1, 8);
        builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .version(version)
                .inputs(input, filter)
                .outputs(output)
                .append();
        return builder.output(output);
    }
}
