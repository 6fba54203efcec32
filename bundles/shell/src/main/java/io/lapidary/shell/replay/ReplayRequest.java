package io.lapidary.shell.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.Digest;
import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.events.ArtifactRecord;
import io.lapidary.events.OptimizationRequest;
import io.lapidary.events.StepInfo;
import io.lapidary.events.StepRequest;
import io.lapidary.shell.history.KnownRequest;
import io.lapidary.shell.request.RequestDraft;

/** What an artifact's record says was done, as a request: each step in its version, nothing remembered, nothing measured. */
final class ReplayRequest {
    private ReplayRequest() {}

    /**
     * @param deadline milliseconds since 1970, if it is to have one
     * @throws LapidaryException of code not-found or no-steps if the record does not say enough
     */
    static OptimizationRequest of(ArtifactRecord record, long now, Optional<Long> deadline) throws LapidaryException {
        String name = record.getArtifact().getUri();
        if (record.getOriginal().isEmpty()) {
            throw new LapidaryException(
                    ErrorCodes.NOT_FOUND,
                    "The record of " + name + " does not say which model it was made from.",
                    "Send the request " + record.getRequestId() + " anew instead.");
        }
        if (record.getSteps().isEmpty()) {
            throw new LapidaryException(
                    ErrorCodes.NO_STEPS,
                    "The artifact " + name + " was packaged without any step, so there is nothing to replay.",
                    "Compare it with its model " + new Digest(record.getOriginal()).uri() + " instead.");
        }
        var steps = new ArrayList<StepRequest>();
        for (StepInfo step : record.getSteps()) {
            steps.add(new StepRequest(step.getTechnique(), step.getVersion(), step.getParameters(), null));
        }
        return OptimizationRequest.newBuilder()
                .setRequestId(RequestDraft.newId())
                .setCreatedAt(now)
                .setModel(new Digest(record.getOriginal()).uri())
                .setSteps(steps)
                .setTargets(
                        record.getArtifact().getTarget() == null
                                ? List.of()
                                : List.of(record.getArtifact().getTarget()))
                .setData(record.getData())
                .setSeed(record.getSeed())
                .setDeadline(deadline.orElse(null))
                .setEvaluate(false)
                .setReport(false)
                .setExplain(false)
                .setReuseSteps(false)
                .setLabels(Map.of(KnownRequest.REPLAY_OF, record.getRequestId()))
                .build();
    }
}
