package io.lapidary.dataset.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.DataFormat;
import io.lapidary.api.dataset.DataSource;
import io.lapidary.api.dataset.SampleReader;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.dataset.Vocabulary;
import io.lapidary.api.tensor.TensorSpec;

/** The platform's reader of samples; formats may come and go while it is used. */
@Component(service = SampleReader.class)
public final class SampleReaderService implements SampleReader {
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<DataFormat> formats = List.of();

    private final SampleReader reader = new StandardSampleReader(() -> List.copyOf(formats));

    @Override
    public SampleSet read(DataSource source, List<TensorSpec> inputs, Path folder)
            throws LapidaryException, InterruptedException {
        return reader.read(source, inputs, folder);
    }

    @Override
    public void check(DataSource source, List<TensorSpec> inputs, Path folder)
            throws LapidaryException, InterruptedException {
        reader.check(source, inputs, folder);
    }

    @Override
    public Optional<Vocabulary> vocabulary(DataSource source) throws LapidaryException {
        return reader.vocabulary(source);
    }
}
