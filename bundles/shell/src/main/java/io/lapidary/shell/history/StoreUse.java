package io.lapidary.shell.history;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import io.lapidary.api.Digest;
import io.lapidary.api.LapidaryException;
import io.lapidary.events.ArtifactInfo;
import io.lapidary.events.FileInfo;
import io.lapidary.events.OptimizationRequest;
import io.lapidary.events.OptimizationResult;
import io.lapidary.events.StepInfo;

/**
 * What requests have to do with the content of a store.
 *
 * @param needed what requests came with that have not ended: models, data and the files that go with data
 * @param recent what requests that were sent since a time came with, and what results that ended since then name as their artifacts'
 *     files; when the last of them was sent or ended
 * @param made all that a result names as made, by a step or a backend, and that can be made again; to the request
 */
public record StoreUse(Set<Digest> needed, Map<Digest, Instant> recent, Map<Digest, String> made) {
    public StoreUse {
        needed = Set.copyOf(needed);
        recent = Map.copyOf(recent);
        made = Map.copyOf(made);
    }

    /** @param since what was sent or ended before is too old to ask for its files; {@link Instant#MAX} for none at all */
    public static StoreUse read(RequestHistory history, Instant since) throws LapidaryException, InterruptedException {
        var needed = new HashSet<Digest>();
        for (OptimizationRequest request : history.live()) {
            needed.addAll(broughtBy(request));
        }
        var recent = new HashMap<Digest, Instant>();
        if (since.isBefore(Instant.MAX)) {
            for (OptimizationRequest request : history.sentSince(since)) {
                Instant sent = Instant.ofEpochMilli(request.getCreatedAt());
                broughtBy(request).forEach(digest -> recent.merge(digest, sent, StoreUse::later));
            }
        }
        var made = new HashMap<Digest, String>();
        for (OptimizationResult result : history.results()) {
            for (StepInfo step : result.getSteps()) {
                made.put(new Digest(step.getOutput()), result.getRequestId());
            }
            Instant finished = Instant.ofEpochMilli(result.getFinishedAt());
            for (ArtifactInfo artifact : result.getArtifacts()) {
                for (FileInfo file : artifact.getFiles()) {
                    made.put(new Digest(file.getSha256()), result.getRequestId());
                    if (finished.isAfter(since)) {
                        recent.merge(new Digest(file.getSha256()), finished, StoreUse::later);
                    }
                }
            }
        }
        return new StoreUse(needed, recent, made);
    }

    private static Set<Digest> broughtBy(OptimizationRequest request) {
        var brought = new HashSet<>(Digest.allIn(request.getModel()));
        request.getData().values().forEach(address -> brought.addAll(Digest.allIn(address)));
        return brought;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
