package io.lapidary.worker.internal.job;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.Digest;
import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.InterpreterEngine;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.api.pipeline.Step;
import io.lapidary.api.pipeline.StepOutcome;
import io.lapidary.api.store.ArtifactStore;
import io.lapidary.api.technique.DataRole;
import io.lapidary.api.technique.ModelRole;
import io.lapidary.api.technique.Technique;
import io.lapidary.api.technique.TechniqueDescriptor;
import io.lapidary.api.technique.TechniqueInput;
import io.lapidary.api.technique.TechniqueResult;
import io.lapidary.api.work.Finding;
import io.lapidary.api.work.Lane;
import io.lapidary.events.LifecycleType;
import io.lapidary.events.OptimizationRequest;
import io.lapidary.worker.internal.plugin.Lease;
import io.lapidary.worker.internal.plugin.Plugin;

/**
 * Runs the steps of one job: each once, however many of its targets share it, and not at all if an earlier job's may be taken and is
 * remembered.
 */
final class StepRunner {
    private final ArtifactStore store;
    private final StepMemory memory;
    private final StepOutputs outputs;
    private final OptimizationRequest request;
    private final SenderWords words;
    private final Map<StepKey, StepProduct> own = new HashMap<>();

    /** @param request whose job it is: it says whether remembered steps may be taken */
    StepRunner(ArtifactStore store, StepMemory memory, StepOutputs outputs, OptimizationRequest request) {
        this.store = store;
        this.memory = memory;
        this.outputs = outputs;
        this.request = request;
        words = new SenderWords(request);
    }

    /**
     * @param index of the step in its pipeline
     * @param lease on the technique
     * @param subject the model as the steps before left it
     */
    StepProduct run(
            int index,
            Step step,
            Lease<Technique> lease,
            ModelFile subject,
            JobData data,
            Optional<TargetProfile> target,
            StepContext.Shared shared,
            WorkFolder folder)
            throws LapidaryException, InterruptedException {
        Plugin<Technique> plugin = lease.plugin();
        TechniqueDescriptor descriptor = plugin.service().descriptor();
        var parameters = Parameters.resolve(descriptor.id(), descriptor.parameters(), step.parameters());
        Map<DataRole, SampleSet> samples = samples(descriptor, subject, data);
        boolean usesEngine = !descriptor.lane().equals(Lane.LIGHT);
        Optional<TargetProfile> hardware = descriptor.usesTarget() ? target : Optional.empty();
        var key = StepKey.of(
                digests(subject, samples),
                plugin,
                parameters,
                hardware.map(t -> t + " " + t.parameters()).orElse(""),
                shared.seed(),
                usesEngine ? shared.engine().map(InterpreterEngine::identity) : Optional.empty());
        Optional<StepProduct> known = known(key);
        if (known.isPresent()) {
            String how = known.get().outcome().remembered() ? "remembered" : "shared with another target";
            shared.monitor().happened(LifecycleType.STEP_COMPLETED, index, descriptor.id(), how);
            return known.get();
        }
        shared.monitor().happened(LifecycleType.STEP_STARTED, index, descriptor.id(), "");
        var stepFolder = folder.fresh("step");
        // What may not be taken from another job may not begin where another job stopped either.
        StepKey resumed = request.getReuseSteps() ? key : key.of(request.getRequestId());
        var context = new StepContext(
                shared, index, plugin.id(), usesEngine, stepFolder, new StoredCheckpoints(store, resumed, stepFolder));
        var input = new TechniqueInput(Map.of(ModelRole.SUBJECT, subject), samples, parameters, hardware);
        long begin = System.nanoTime();
        TechniqueResult result = apply(plugin, input, context, index);
        double seconds = (System.nanoTime() - begin) / 1e9;
        StepProduct product = keep(plugin, parameters, subject, result, seconds, key);
        own.put(key, product);
        shared.monitor().happened(LifecycleType.STEP_COMPLETED, index, descriptor.id(), "");
        return product;
    }

    private TechniqueResult apply(Plugin<Technique> plugin, TechniqueInput input, StepContext context, int index)
            throws LapidaryException, InterruptedException {
        try {
            return plugin.service().apply(input, context);
        } catch (LapidaryException e) {
            throw words.of(e, input.subject().path(), context.workFolder(), index, plugin.id());
        }
    }

    private Optional<StepProduct> known(StepKey key) throws LapidaryException {
        StepProduct mine = own.get(key);
        if (mine != null) {
            return Optional.of(mine);
        }
        return request.getReuseSteps() ? memory.recall(key) : Optional.empty();
    }

    private static Map<DataRole, SampleSet> samples(TechniqueDescriptor descriptor, ModelFile subject, JobData data)
            throws LapidaryException, InterruptedException {
        var samples = new EnumMap<DataRole, SampleSet>(DataRole.class);
        for (DataRole role : descriptor.data().keySet()) {
            if (data.roles().contains(role)) {
                samples.put(role, data.samples(role, subject));
            }
        }
        return samples;
    }

    private static Map<String, Digest> digests(ModelFile subject, Map<DataRole, SampleSet> samples) {
        var digests = new HashMap<String, Digest>();
        digests.put(ModelRole.SUBJECT.name(), subject.digest());
        samples.forEach((role, set) -> digests.put(role.name(), set.digest()));
        return digests;
    }

    /** Checks what came out, puts it into the store and remembers it. */
    private StepProduct keep(
            Plugin<Technique> plugin,
            Parameters parameters,
            ModelFile subject,
            TechniqueResult result,
            double seconds,
            StepKey key)
            throws LapidaryException {
        TechniqueResult.Candidate chosen = result.candidates().get(0);
        Digest made = outputs.take(plugin, chosen.model());
        var outcome = new StepOutcome(
                plugin.id(),
                plugin.version(),
                plugin.jar(),
                parameters.asText(),
                subject.digest(),
                made,
                seconds,
                false,
                chosen.measures());
        var product = new StepProduct(
                new ModelFile(store.file(made), made),
                outcome,
                result.attachments(),
                result.findings(),
                key.engineEntered());
        Digest known = memory.remember(key, product);
        return known.equals(made) ? product : notDeterministic(plugin, product, known);
    }

    private StepProduct notDeterministic(Plugin<Technique> plugin, StepProduct product, Digest known)
            throws LapidaryException {
        Digest made = product.model().digest();
        Digest used = request.getReuseSteps() && store.contains(known) ? known : made;
        var findings = new ArrayList<>(product.findings());
        findings.add(Finding.warning(
                ErrorCodes.NOT_DETERMINISTIC.id(),
                plugin.name(),
                "'" + plugin.name() + "' gave " + made.brief() + " where it gave " + known.brief()
                        + " before, for equal input; " + used.brief() + " is used. Report this to its author."));
        return product.with(new ModelFile(store.file(used), used), findings);
    }
}
