package io.lapidary.evaluation.explain;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.backend.BackendPackage;
import io.lapidary.api.backend.BackendPackage.PackageFile;
import io.lapidary.api.dataset.DataSource;
import io.lapidary.api.evaluation.Evaluation;
import io.lapidary.api.evaluation.EvaluationRequest;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.backend.cpu.internal.CpuBackend;
import io.lapidary.dataset.SampleReaders;
import io.lapidary.engine.litert.LitertEngine;
import io.lapidary.evaluation.Evaluations;
import io.lapidary.evaluation.internal.FakeContext;
import io.lapidary.model.Model;
import io.lapidary.model.TfliteWriter;

/** Evaluates packages of a chain of layers on its samples. */
record ChainBench(Path folder, LitertEngine engine, DenseChain chain) {
    private static final TargetProfile TARGET =
            new TargetProfile("cpu", "desktop", Map.of("latency_seconds", "0.1", "threads", "1"));

    Evaluation evaluate(Model original, Model packaged) throws Exception {
        return evaluate(request(original, packaged, true));
    }

    Evaluation evaluate(EvaluationRequest request) throws Exception {
        return Evaluations.evaluator(SampleReaders.standard(), Evaluations.standardMetrics())
                .evaluate(request, new FakeContext(folder, engine));
    }

    EvaluationRequest request(Model original, Model packaged, boolean explain) throws Exception {
        Path file = write(packaged);
        return new EvaluationRequest(
                ModelFile.of(write(original)),
                new CpuBackend(),
                new BackendPackage(List.of(new PackageFile("model.tflite", file)), "application/vnd.tflite"),
                TARGET,
                Optional.of(new DataSource("x.npy", samples(), Map.of())),
                "",
                Optional.empty(),
                explain);
    }

    private Path write(Model model) throws Exception {
        Path file = Files.createTempFile(folder, "model", ".tflite");
        TfliteWriter.write(model, file);
        return file;
    }

    private Path samples() throws Exception {
        return array(chain.samples);
    }

    /** Samples of their own, as a file. */
    Path array(float[][] samples) throws Exception {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + samples.length + ", " + DenseChain.WIDTH
                + "), }";
        header += " ".repeat(118 - header.length() - 1) + "\n";
        var bytes = ByteBuffer.allocate(10 + header.length() + samples.length * DenseChain.WIDTH * 4)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) header.length());
        bytes.put(header.getBytes(StandardCharsets.US_ASCII));
        for (float[] sample : samples) {
            for (float value : sample) {
                bytes.putFloat(value);
            }
        }
        Path file = Files.createTempFile(folder, "x", ".npy");
        return Files.write(file, bytes.array());
    }
}
