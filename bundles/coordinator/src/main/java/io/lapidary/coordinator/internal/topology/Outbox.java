package io.lapidary.coordinator.internal.topology;

import java.util.ArrayList;
import java.util.List;

import io.lapidary.api.messaging.OutboundMessage;
import io.lapidary.api.work.Lane;
import io.lapidary.coordinator.internal.machine.Effect;
import io.lapidary.events.EvaluationInfo;
import io.lapidary.events.FindingInfo;
import io.lapidary.events.OptimizationResult;
import io.lapidary.events.WorkItem;
import io.lapidary.events.codec.Copies;
import io.lapidary.events.codec.Envelopes;
import io.lapidary.events.codec.Topics;

/** Turns effects into messages, and keeps them until the state they go with is stored. */
final class Outbox {
    private static final int KEPT_FINDINGS = 20;

    private final Envelopes envelopes;
    private final int maxBytes;
    private List<OutboundMessage> messages = new ArrayList<>();

    Outbox(Envelopes envelopes, int maxBytes) {
        this.envelopes = envelopes;
        this.maxBytes = maxBytes;
    }

    /** @throws TooLarge if a work item is over the limit; nothing of the effects is kept then */
    void add(List<Effect> effects) throws TooLarge {
        var encoded = new ArrayList<OutboundMessage>(effects.size());
        for (Effect effect : effects) {
            encoded.add(encode(effect));
        }
        messages.addAll(encoded);
    }

    void add(OutboundMessage message) {
        messages.add(message);
    }

    /** All since the last time, in order. */
    List<OutboundMessage> take() {
        var taken = messages;
        messages = new ArrayList<>();
        return taken;
    }

    private OutboundMessage encode(Effect effect) throws TooLarge {
        if (effect instanceof Effect.Tell tell) {
            return envelopes.wrap(Topics.EVENTS, tell.event().getRequestId(), tell.event());
        } else if (effect instanceof Effect.Dispatch dispatch) {
            WorkItem item = dispatch.item();
            var message = envelopes.wrap(Topics.work(new Lane(item.getLane())), item.getWorkId(), item);
            if (message.payload().length > maxBytes) {
                throw new TooLarge("The work item '" + item.getWorkId() + "'", message.payload().length, maxBytes);
            }
            return message;
        } else if (effect instanceof Effect.Publish publish) {
            return result(publish.result());
        } else if (effect instanceof Effect.RecordArtifact artifact) {
            return envelopes.wrap(
                    Topics.ARTIFACTS, artifact.artifact().getArtifact().getSha256(), artifact.artifact());
        } else if (effect instanceof Effect.RecordEvaluation evaluation) {
            return envelopes.wrap(Topics.EVALUATIONS, evaluation.evaluation().getRequestId(), evaluation.evaluation());
        }
        throw new IllegalArgumentException("no topic for " + effect);
    }

    /** A result must go out, whatever its size: first without its tables, then without what only explains. */
    private OutboundMessage result(OptimizationResult result) {
        OutboundMessage whole = envelopes.wrap(Topics.RESULTS, result.getRequestId(), result);
        if (whole.payload().length <= maxBytes) {
            return whole;
        }
        var findings = new ArrayList<FindingInfo>();
        findings.add(new FindingInfo(
                "WARNING",
                "result-shortened",
                "result",
                "The result has " + whole.payload().length + " bytes, more than " + maxBytes
                        + ": operator tables and later findings are left out here; the evaluations have them."));
        result.getFindings().stream().limit(KEPT_FINDINGS).forEach(findings::add);
        var shorter = Copies.shallow(result, new OptimizationResult());
        shorter.setFindings(findings);
        shorter.setEvaluations(
                result.getEvaluations().stream().map(Outbox::withoutTables).toList());
        OutboundMessage message = envelopes.wrap(Topics.RESULTS, result.getRequestId(), shorter);
        if (message.payload().length > maxBytes) {
            shorter.setEvaluations(List.of());
            shorter.setFindings(findings.subList(0, 1));
            message = envelopes.wrap(Topics.RESULTS, result.getRequestId(), shorter);
        }
        return message;
    }

    private static EvaluationInfo withoutTables(EvaluationInfo evaluation) {
        var copy = Copies.shallow(evaluation, new EvaluationInfo());
        copy.setOperators(List.of());
        copy.setFindings(List.of());
        return copy;
    }
}
