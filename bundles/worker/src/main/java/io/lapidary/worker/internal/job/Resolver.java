package io.lapidary.worker.internal.job;

import java.nio.file.Path;

import io.lapidary.api.Digest;
import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.store.ArtifactStore;

/** Turns what a request names into files on this node. Only the store is open; every other address is denied. */
final class Resolver {
    private final ArtifactStore store;

    Resolver(ArtifactStore store) {
        this.store = store;
    }

    ModelFile model(String uri) throws LapidaryException {
        Path file = file(uri, "model");
        return new ModelFile(file, Digest.ofUri(uri));
    }

    /**
     * @param what it is, for messages
     * @throws LapidaryException of code uri-denied or not-found
     */
    Path file(String uri, String what) throws LapidaryException {
        if (!Digest.isUri(uri)) {
            throw new LapidaryException(
                    ErrorCodes.URI_DENIED,
                    "The " + what + " '" + uri + "' is not in the store, and this node opens nothing else.",
                    "Put the file into the store and name it as lapidary:sha256/...; 'lapidary optimize' does so by itself.");
        }
        Digest digest = Digest.ofUri(uri);
        if (!store.contains(digest)) {
            throw new LapidaryException(
                    ErrorCodes.NOT_FOUND,
                    "The store " + store.id() + " holds no " + what + " " + uri + ".",
                    "Put the file into the store that the nodes use, then send the request again under a new id.");
        }
        return store.file(digest);
    }
}
