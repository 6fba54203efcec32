package io.lapidary.worker.internal.job;

import java.io.ByteArrayInputStream;
import java.io.IOException;
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
import io.lapidary.events.codec.MessageCodec;
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
    private final MessageCodec codec;

    StepMemory(ArtifactStore store, MessageCodec codec) {
        this.store = store;
        this.codec = codec;
    }

    Optional<StepProduct> recall(StepKey key, WorkFolder folder) throws LapidaryException {
        Optional<Digest> output = store.binding(key.outputKey());
        Optional<Digest> record = store.binding(key.recordKey());
        if (output.isEmpty() || record.isEmpty() || !store.contains(output.get()) || !store.contains(record.get())) {
            return Optional.empty();
        }
        try (var in = store.open(record.get())) {
            Completion step = codec.decode(Completion.class, in.readAllBytes());
            var attachments = new ArrayList<Attachment>();
            for (ArtifactInfo attachment : step.getArtifacts()) {
                Digest digest = new Digest(attachment.getSha256());
                if (!store.contains(digest)) {
                    return Optional.empty();
                }
                attachments.add(new Attachment(attachment.getName(), attachment.getMediaType(), store.file(digest)));
            }
            return Optional.of(new StepProduct(
                    new ModelFile(store.file(output.get()), output.get()),
                    remembered(OutcomeMapper.fromInfo(step.getSteps().get(0)), output.get()),
                    attachments,
                    FindingMapper.fromInfos(step.getFindings())));
        } catch (IOException | LapidaryException e) {
            LOG.warn(
                    "The record of step {} cannot be used, so it is run again: {}",
                    key.digest().brief(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    void remember(StepKey key, StepProduct product) throws LapidaryException {
        var attachments = new ArrayList<ArtifactInfo>();
        for (Attachment attachment : product.attachments()) {
            attachments.add(Published.attachment(store, attachment));
        }
        var record = Completion.newBuilder()
                .setWorkId("")
                .setRequestId("")
                .setAttempt(0)
                .setNode("")
                .setFinishedAt(0)
                .setOutcome(Outcome.SUCCEEDED)
                .setSteps(List.of(OutcomeMapper.toInfo(product.outcome())))
                .setArtifacts(attachments)
                .setFindings(FindingMapper.toInfos(product.findings()))
                .build();
        store.bind(key.recordKey(), store.put(new ByteArrayInputStream(codec.encode(record))));
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
