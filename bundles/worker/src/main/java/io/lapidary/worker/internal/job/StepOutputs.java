package io.lapidary.worker.internal.job;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.Digest;
import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.Latest;
import io.lapidary.api.store.ArtifactStore;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.check.ModelChecker;
import io.lapidary.worker.internal.plugin.Plugin;

/**
 * Takes what a technique wrote into the store, once it is checked to be a sound model, before anything builds on it. Small content
 * is read once for both, and if it was found sound before it is known by its digest: many seeds and parameters give equal models.
 */
final class StepOutputs {
    private static final long SMALL = 1 << 18;
    private static final int KNOWN = 1024;

    private final ArtifactStore store;
    private final Map<Digest, Boolean> sound = new Latest<>(KNOWN);

    StepOutputs(ArtifactStore store) {
        this.store = store;
    }

    /** Puts a sound model into the store; another is the technique's fault. */
    Digest take(Plugin<?> plugin, Path output) throws LapidaryException {
        Optional<byte[]> content = check(plugin, output);
        return content.isPresent() ? store.put(content.get()) : store.put(output);
    }

    /** The content of a small one. */
    private Optional<byte[]> check(Plugin<?> plugin, Path output) throws LapidaryException {
        try {
            if (Files.size(output) > SMALL) {
                ModelChecker.require(TfliteReader.read(output));
                return Optional.empty();
            }
            byte[] content = Files.readAllBytes(output);
            Digest digest = Digest.of(content);
            if (!isKnown(digest)) {
                ModelChecker.require(TfliteReader.read(ByteBuffer.wrap(content)));
                add(digest);
            }
            return Optional.of(content);
        } catch (LapidaryException e) {
            throw failed(plugin, e.getMessage(), e);
        } catch (IOException e) {
            throw failed(plugin, "its file cannot be read: " + e.getMessage(), e);
        }
    }

    private synchronized boolean isKnown(Digest digest) {
        return sound.get(digest) != null;
    }

    private synchronized void add(Digest digest) {
        sound.put(digest, true);
    }

    private static LapidaryException failed(Plugin<?> plugin, String what, Exception cause) {
        return new LapidaryException(
                ErrorCodes.VERIFICATION_FAILED,
                "The model that '" + plugin.name() + "' wrote is not sound: " + what,
                "This is a fault in the technique: report it to its author, with the model if you may.",
                plugin.id(),
                cause);
    }
}
