package io.lapidary.worker.internal.job;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import io.lapidary.api.Digest;
import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.check.ModelChecker;
import io.lapidary.worker.internal.plugin.Plugin;

/**
 * Checks that what a technique wrote is a sound model, before anything builds on it. Small content that was found sound is known by
 * its digest: many seeds and parameters give equal models, and to hash one takes less than to read it.
 */
final class OutputCheck {
    private static final long SMALL = 1 << 18;
    private static final int KNOWN = 1024;

    private final Map<Digest, Boolean> sound = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, Boolean> eldest) {
            return size() > KNOWN;
        }
    };

    void check(Plugin<?> plugin, Path output) throws LapidaryException {
        try {
            if (Files.size(output) > SMALL) {
                ModelChecker.require(TfliteReader.read(output));
                return;
            }
            byte[] content = Files.readAllBytes(output);
            Digest digest = Digest.of(content);
            if (!isKnown(digest)) {
                ModelChecker.require(TfliteReader.read(ByteBuffer.wrap(content)));
                add(digest);
            }
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
