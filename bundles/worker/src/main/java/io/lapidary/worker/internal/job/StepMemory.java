package io.lapidary.worker.internal.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.Digest;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.pipeline.StepOutcome;
import io.lapidary.api.store.ArtifactStore;
import io.lapidary.api.work.Attachment;
import io.lapidary.events.ArtifactInfo;
import io.lapidary.events.Completion;
import io.lapidary.events.Outcome;
import io.lapidary.events.mapping.FindingMapper;
import io.lapidary.events.mapping.OutcomeMapper;

/**
 * Steps remembered by what they depend on: the model that came out, and a record of what was said about it.
 *
 * <p>The record is a Completion message of that one step, so it is read by the same rules of compatibility as any message.
 * What cannot be read, or whose content is gone, is not remembered: the step is run again.
 */
final class StepMemory {
    private static final Logger LOG = LoggerFactory.getLogger(StepMemory.class);

    private final ArtifactStore store;
    private final KeptRecords records;

    StepMemory(ArtifactStore store, KeptRecords records) {
        this.store = store;
        this.records = records;
    }

    Optional<StepProduct> recall(StepKey key) throws LapidaryException {
        try {
            Optional<Completion> record = records.get(key.recordKey());
            return record.isEmpty() ? Optional.empty() : product(record.get(), key);
        } catch (LapidaryException e) {
            LOG.warn(
                    "The record of step {} cannot be used, so it is run again: {}",
                    key.digest().brief(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    /** Empty if something of it is gone. */
    private Optional<StepProduct> product(Completion step, StepKey key) throws LapidaryException {
        Digest output = output(step);
        if (!store.contains(output)) {
            return Optional.empty();
        }
        var attachments = new ArrayList<Attachment>();
        for (ArtifactInfo attachment : step.getArtifacts()) {
            Digest digest = new Digest(attachment.getSha256());
            if (!store.contains(digest)) {
                return Optional.empty();
            }
            attachments.add(new Attachment(attachment.getName(), attachment.getMediaType(), store.file(digest)));
        }
        return Optional.of(new StepProduct(
                new ModelFile(store.file(output), output),
                remembered(OutcomeMapper.fromInfo(step.getSteps().get(0)), output),
                attachments,
                FindingMapper.fromInfos(step.getFindings()),
                key.engineEntered()));
    }

    /**
     * Remembers what a step gave, whose files are in the store.
     *
     * @return what is remembered of it: another output than {@code product}'s if the step gave that before
     */
    Digest remember(StepKey key, StepProduct product) throws LapidaryException {
        var attachments = new ArrayList<ArtifactInfo>();
        for (Attachment attachment : product.attachments()) {
            attachments.add(Published.attachment(store, attachment));
        }
        // All lists are given: for one that is not, Avro's builder hashes the schema of its elements each time.
        var record = Completion.newBuilder()
                .setWorkId("")
                .setRequestId("")
                .setAttempt(0)
                .setNode("")
                .setFinishedAt(0)
                .setOutcome(Outcome.SUCCEEDED)
                .setSteps(List.of(OutcomeMapper.toInfo(product.outcome())))
                .setArtifacts(attachments)
                .setEvaluations(List.of())
                .setFindings(FindingMapper.toInfos(product.findings()))
                .build();
        return output(records.put(key.recordKey(), record));
    }

    private static Digest output(Completion step) {
        return new Digest(step.getSteps().get(0).getOutput());
    }

    private static StepOutcome remembered(StepOutcome step, Digest output) {
        return new StepOutcome(
                step.technique(),
                step.version(),
                step.jar(),
                step.parameters(),
                step.input(),
                output,
                step.seconds(),
                true,
                step.measures());
    }
}
