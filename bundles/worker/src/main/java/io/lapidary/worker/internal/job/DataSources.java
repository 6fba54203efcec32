package io.lapidary.worker.internal.job;

import java.net.URI;
import java.net.URISyntaxException;

import io.lapidary.api.Digest;
import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.DataSource;
import io.lapidary.dataset.DataLocation;
import io.lapidary.dataset.DataParameters;

/**
 * Opens what a request names as DATA; like models, out of the store, or through it from an address that may be opened.
 */
final class DataSources {
    /**
     * Data, opened.
     *
     * @param source to read
     * @param address of it in the store, with its query
     */
    record Opened(DataSource source, String address) {}

    private final Resolver resolver;

    DataSources(Resolver resolver) {
        this.resolver = resolver;
    }

    /**
     * @param role for messages
     * @param text a location and its query
     */
    Opened open(String role, String text) throws LapidaryException {
        String what = role + " data";
        DataLocation given = DataLocation.parse(text);
        DataLocation stored = given;
        if (given.stored().isEmpty()) {
            stored = given.with(DataParameters.NAME.name(), given.name())
                    .movedTo(resolver.digest(given.location(), what).uri());
            for (var companion : given.companions().entrySet()) {
                String address = beside(given.location(), companion.getValue(), what);
                stored = stored.with(
                        companion.getKey(), resolver.digest(address, what).uri());
            }
        }
        return new Opened(stored.source(digest -> resolver.file(digest, what)), stored.toString());
    }

    /** Labels and the like may be named relative to the data. */
    private static String beside(String data, String companion, String what) throws LapidaryException {
        try {
            return Digest.isUri(companion)
                    ? companion
                    : new URI(data).resolve(companion).toString();
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new LapidaryException(
                    ErrorCodes.URI_DENIED,
                    "'" + companion + "' of the " + what + " is no address.",
                    "Name it as an address, or relative to the data, with %XX for what is no letter.",
                    e);
        }
    }
}
