package io.lapidary.engine.litert.child;

import java.util.ArrayList;
import java.util.List;

import org.bytedeco.javacpp.Pointer;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.RunRequest;
import io.lapidary.api.engine.RunResult;
import io.lapidary.engine.ResidentMemory;
import io.lapidary.engine.litert.child.interpreter.Invocation;
import io.lapidary.engine.litert.child.interpreter.LoadedModel;
import io.lapidary.engine.litert.child.interpreter.Tensor;
import io.lapidary.engine.litert.child.interpreter.Words;
import io.lapidary.engine.litert.child.sample.OutputWriter;
import io.lapidary.engine.litert.child.sample.SampleFeed;

/** Runs a model on every sample and writes its outputs to new files, so that runs may share a folder. */
final class RunOperation {
    private final RunRequest request;
    private final int threads;
    private final Words words;

    RunOperation(RunRequest request, int threads, Words words) {
        this.request = request;
        this.threads = threads;
        this.words = words;
    }

    RunResult run() throws LapidaryException {
        // What earlier calls left behind would count as the model's, or hide what it takes.
        System.gc();
        Pointer.trimMemory();
        boolean keepsPeak = ResidentMemory.resetOwnPeak();
        long pid = ProcessHandle.current().pid();
        long before = ResidentMemory.now(pid).orElse(0);
        var settings = new LoadedModel.Settings(request.kernels(), threads, false);
        try (var model = LoadedModel.open(request.model(), settings, words)) {
            var invocation = model.invocation(request.signature());
            try (var feed = SampleFeed.open(request.samples(), invocation)) {
                invocation.allocate();
                var outputs = runAll(invocation, feed);
                // Where the system keeps no peak, the size with the model still open comes closest.
                long peak = (keepsPeak ? ResidentMemory.ownPeak() : ResidentMemory.now(pid)).orElse(before);
                return new RunResult(
                        outputs.stream().map(OutputWriter::array).toList(), feed.count(), Math.max(0, peak - before));
            }
        }
    }

    private List<OutputWriter> runAll(Invocation invocation, SampleFeed feed) throws LapidaryException {
        var writers = new ArrayList<OutputWriter>();
        try {
            for (long sample = 0; sample < feed.count(); sample++) {
                feed.feed(sample, invocation);
                invocation.invoke();
                List<Tensor> outputs = invocation.outputs();
                open(writers, outputs);
                for (int i = 0; i < outputs.size(); i++) {
                    writers.get(i).write(outputs.get(i));
                }
            }
            open(writers, invocation.outputs());
            for (OutputWriter writer : writers) {
                writer.finish();
            }
            return writers;
        } finally {
            for (OutputWriter writer : writers) {
                writer.close();
            }
        }
    }

    /** Once, after the first sample: only then has every output its shape. */
    private void open(List<OutputWriter> writers, List<Tensor> outputs) throws LapidaryException {
        for (int i = writers.size(); i < outputs.size(); i++) {
            writers.add(OutputWriter.open(outputs.get(i), request.dequantize(), request.folder(), "output-" + i + "-"));
        }
    }
}
