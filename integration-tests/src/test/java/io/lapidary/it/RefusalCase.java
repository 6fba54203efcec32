package io.lapidary.it;

import java.nio.file.Path;
import java.util.List;

import io.lapidary.events.OptimizationRequest;
import io.lapidary.it.support.Client;

/**
 * A request that the platform must refuse.
 *
 * @param name also the request's id
 * @param code documented in docs/errors.md
 * @param words that message or remedy must contain: what is wrong and what would work
 * @param request makes it
 */
record RefusalCase(String name, String code, List<String> words, Maker request) {
    /** Makes a request; files that it needs go into the folder. */
    @FunctionalInterface
    interface Maker {
        OptimizationRequest make(Client client, String requestId, Path folder) throws Exception;
    }

    @Override
    public String toString() {
        return name;
    }
}
