package io.lapidary.store.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

import io.lapidary.api.Digest;
import io.lapidary.api.LapidaryException;

/** Who wants an object kept until when: one file per object and owner, replaced as a whole. */
final class Pins {
    private final StoreLayout layout;
    private final DurableWriter writer;

    Pins(StoreLayout layout, DurableWriter writer) {
        this.layout = layout;
        this.writer = writer;
    }

    void pin(Digest digest, String owner, Instant until) throws IOException, LapidaryException {
        var content = new RecordFile(Long.toString(until.toEpochMilli()), owner);
        writer.replace(writer.stage(content.text()), layout.pin(digest, owner));
    }

    /** Until when an object is kept by anybody. A pin that cannot be read keeps it: to keep too much is the safe fault. */
    Optional<Instant> pinnedUntil(Digest digest) throws IOException {
        Optional<Instant> latest = Optional.empty();
        try (var pins = Files.newDirectoryStream(layout.pins(digest))) {
            for (Path pin : pins) {
                Optional<Instant> until = until(pin);
                if (until.isPresent() && latest.map(until.get()::isAfter).orElse(true)) {
                    latest = until;
                }
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        return latest;
    }

    private static Optional<Instant> until(Path pin) throws IOException {
        try {
            return RecordFile.read(pin).map(r -> Instant.ofEpochMilli(Long.parseLong(r.value())));
        } catch (RecordFile.Damaged e) {
            return Optional.of(Instant.MAX);
        }
    }
}
