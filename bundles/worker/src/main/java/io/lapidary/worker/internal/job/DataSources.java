package io.lapidary.worker.internal.job;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.DataSource;
import io.lapidary.dataset.DataLocation;

/** Opens what a request names as DATA; like models, only out of the store. */
final class DataSources {
    private final Resolver resolver;

    DataSources(Resolver resolver) {
        this.resolver = resolver;
    }

    /**
     * @param role for messages
     * @param text a location and its query
     */
    DataSource open(String role, String text) throws LapidaryException {
        DataLocation location = DataLocation.parse(text);
        if (location.stored().isEmpty()) {
            throw new LapidaryException(
                    ErrorCodes.URI_DENIED,
                    "The " + role + " data '" + text + "' is not in the store, and this node opens nothing else.",
                    "Put it into the store and name it as lapidary:sha256/...?name=FILE; 'lapidary optimize' does so by"
                            + " itself.");
        }
        return location.source(digest -> resolver.file(digest.uri(), role + " data"));
    }
}
