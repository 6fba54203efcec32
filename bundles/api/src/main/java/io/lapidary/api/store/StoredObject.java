package io.lapidary.api.store;

import java.time.Instant;
import java.util.Objects;

import io.lapidary.api.Digest;

/**
 * @param digest of the content
 * @param bytes its size
 * @param created when it was put
 */
public record StoredObject(Digest digest, long bytes, Instant created) {
    public StoredObject {
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(created, "created");
    }
}
