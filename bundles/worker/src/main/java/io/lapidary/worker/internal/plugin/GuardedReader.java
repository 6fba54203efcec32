package io.lapidary.worker.internal.plugin;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.osgi.framework.FrameworkUtil;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.DataSource;
import io.lapidary.api.dataset.SampleReader;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.dataset.Vocabulary;
import io.lapidary.api.tensor.TensorSpec;

/** Reads samples as it is done for any plugin: formats of a third party take part. An evaluation's limit holds, which reads as much. */
public final class GuardedReader implements SampleReader {
    private final SampleReader reader;
    private final Callee callee;
    private final PluginCalls calls;

    GuardedReader(SampleReader reader, Callee callee, PluginCalls calls) {
        this.reader = reader;
        this.callee = callee.named("sample reader");
        this.calls = calls;
    }

    /** Of a service. */
    public static SampleReader of(SampleReader reader, PluginCalls calls) {
        return new GuardedReader(reader, Callee.of(FrameworkUtil.getBundle(reader.getClass()), reader), calls);
    }

    @Override
    public SampleSet read(DataSource source, List<TensorSpec> inputs, Path folder)
            throws LapidaryException, InterruptedException {
        return call("read " + source.name(), () -> reader.read(source, inputs, folder));
    }

    @Override
    public void check(DataSource source, List<TensorSpec> inputs, Path folder)
            throws LapidaryException, InterruptedException {
        call("check " + source.name(), () -> {
            reader.check(source, inputs, folder);
            return source;
        });
    }

    @Override
    public Optional<Vocabulary> vocabulary(DataSource source) throws LapidaryException {
        return reader.vocabulary(source);
    }

    private <R> R call(String what, PluginCalls.Call<R> call) throws LapidaryException, InterruptedException {
        return calls.call(callee, what, calls.limits().evaluate(), call);
    }
}
