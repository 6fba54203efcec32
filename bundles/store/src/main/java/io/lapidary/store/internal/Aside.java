package io.lapidary.store.internal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;

import io.lapidary.api.Digest;

/**
 * Objects that a collector has moved out of the way, to see whether somebody wants them before it takes them. Whoever wants one
 * meanwhile moves it back; of that and the taking, one comes first, and the other finds nothing.
 */
final class Aside {
    private final StoreLayout layout;

    Aside(StoreLayout layout) {
        this.layout = layout;
    }

    Path fresh(Digest digest) {
        return layout.temporary().resolve(digest.hex() + "-" + UUID.randomUUID());
    }

    /** Moves an object back if it was moved aside; returns whether it is in its place now. */
    boolean giveBack(Digest digest) throws IOException {
        Path object = layout.object(digest);
        try (var files = Files.newDirectoryStream(layout.temporary(), digest.hex() + "-*")) {
            for (Path aside : files) {
                try {
                    Files.move(aside, object);
                    return true;
                } catch (NoSuchFileException | FileAlreadyExistsException e) {
                    continue; // taken, given back by its collector, or put anew
                }
            }
        }
        return Files.isRegularFile(object);
    }
}
