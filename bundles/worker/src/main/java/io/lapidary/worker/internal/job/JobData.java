package io.lapidary.worker.internal.job;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.lapidary.api.Digest;
import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.NearestName;
import io.lapidary.api.dataset.DataSource;
import io.lapidary.api.dataset.SampleReader;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.technique.DataRole;
import io.lapidary.api.tensor.TensorSpec;

/** A job's samples: read once for each interface that they are bound to, when first needed. */
final class JobData {
    private record Bound(DataRole role, List<TensorSpec> inputs) {}

    private final SampleReader reader;
    private final Map<DataRole, DataSources.Opened> sources;
    private final WorkFolder folder;
    private final Map<Bound, SampleSet> read = new HashMap<>();
    private final Map<Digest, List<TensorSpec>> inputs = new HashMap<>();

    private JobData(SampleReader reader, Map<DataRole, DataSources.Opened> sources, WorkFolder folder) {
        this.reader = reader;
        this.sources = sources;
        this.folder = folder;
    }

    /**
     * @param data of a request: role to DATA
     * @param folder of the job
     */
    static JobData open(SampleReader reader, DataSources sources, Map<String, String> data, WorkFolder folder)
            throws LapidaryException {
        var found = new EnumMap<DataRole, DataSources.Opened>(DataRole.class);
        for (var entry : data.entrySet()) {
            found.put(role(entry.getKey()), sources.open(entry.getKey(), entry.getValue()));
        }
        return new JobData(reader, found, folder);
    }

    private static DataRole role(String name) throws LapidaryException {
        var roles = Arrays.stream(DataRole.values())
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .toList();
        if (!roles.contains(name)) {
            throw new LapidaryException(
                    ErrorCodes.INVALID_REQUEST,
                    "The request has data for the role '" + name + "', which there is not.",
                    NearestName.hint(name, roles));
        }
        return DataRole.valueOf(name.toUpperCase(Locale.ROOT));
    }

    Set<DataRole> roles() {
        return Set.copyOf(sources.keySet());
    }

    Optional<DataSource> source(DataRole role) {
        return Optional.ofNullable(sources.get(role)).map(DataSources.Opened::source);
    }

    /** Where the data of each role, named as in a request, is in the store. */
    Map<String, String> addresses() {
        var addresses = new HashMap<String, String>();
        sources.forEach((role, opened) -> addresses.put(role.name().toLowerCase(Locale.ROOT), opened.address()));
        return addresses;
    }

    /** Sees that a role's data, if there is any, can be read for a model, before time is spent on that. */
    void check(DataRole role, ModelFile model) throws LapidaryException, InterruptedException {
        if (sources.containsKey(role)) {
            reader.check(sources.get(role).source(), inputs(model), folder.fresh("first-sample"));
        }
    }

    /** The samples of a role, bound to a model's inputs. */
    SampleSet samples(DataRole role, ModelFile model) throws LapidaryException, InterruptedException {
        var bound = new Bound(role, inputs(model));
        SampleSet known = read.get(bound);
        if (known == null) {
            known = reader.read(sources.get(role).source(), bound.inputs(), folder.fresh("samples"));
            read.put(bound, known);
        }
        return known;
    }

    /** What samples are bound to: each model is read once for it. */
    private List<TensorSpec> inputs(ModelFile model) throws LapidaryException {
        List<TensorSpec> known = inputs.get(model.digest());
        if (known == null) {
            known = SubjectModel.inputs(SubjectModel.read(model, "the model"));
            inputs.put(model.digest(), known);
        }
        return known;
    }
}
