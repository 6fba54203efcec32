package io.lapidary.store.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import io.lapidary.api.Digest;
import io.lapidary.api.LapidaryException;

/** Keys bound once, by a link to a file that is complete before it has its name: of many who bind at once, one wins. */
final class Bindings {
    private final StoreLayout layout;
    private final DurableWriter writer;
    private final Quarantine quarantine;

    Bindings(StoreLayout layout, DurableWriter writer, Quarantine quarantine) {
        this.layout = layout;
        this.writer = writer;
        this.quarantine = quarantine;
    }

    Digest bind(String key, Digest value) throws IOException, LapidaryException {
        Path file = layout.binding(key);
        while (true) {
            Optional<Digest> bound = get(key);
            if (bound.isPresent()) {
                writer.syncFolder(file.getParent()); // its writer may not have come to it
                return bound.get();
            }
            if (writer.claim(writer.stage(new RecordFile(value.hex(), key).text()), file)) {
                return value;
            }
        }
    }

    Optional<Digest> get(String key) throws IOException, LapidaryException {
        Path file = layout.binding(key);
        try {
            var read = RecordFile.read(file);
            if (read.isPresent() && !read.get().subject().equals(key)) {
                throw new RecordFile.Damaged();
            }
            return read.map(r -> new Digest(r.value()));
        } catch (RecordFile.Damaged e) {
            quarantine.recordFoundWrong(file);
            throw StoreErrors.corrupt(layout.root(), "the binding of key " + key + " is damaged");
        }
    }
}
