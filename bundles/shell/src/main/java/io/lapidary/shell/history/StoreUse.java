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
 * @param delivered what results name that ended since a time: their artifacts' files; when the last of them ended
 * @param made all that a result names as made, by a step or a backend, and that can be made again; to the request
 */
public record StoreUse(Set<Digest> needed, Map<Digest, Instant> delivered, Map<Digest, String> made) {
    public StoreUse {
        needed = Set.copyOf(needed);
        delivered = Map.copyOf(delivered);
        made = Map.copyOf(made);
    }

    /** @param since results that ended before are too old to ask for their artifacts */
    public static StoreUse read(RequestHistory history, Instant since) throws LapidaryException, InterruptedException {
        var needed = new HashSet<Digest>();
        for (OptimizationRequest request : history.live()) {
            needed.addAll(Digest.allIn(request.getModel()));
            request.getData().values().forEach(address -> needed.addAll(Digest.allIn(address)));
        }
        var delivered = new HashMap<Digest, Instant>();
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
                        delivered.merge(new Digest(file.getSha256()), finished, (a, b) -> a.isAfter(b) ? a : b);
                    }
                }
            }
        }
        return new StoreUse(needed, delivered, made);
    }
}
