package io.lapidary.store.internal;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;

/** A store's name: random, made once, by whoever comes first. */
final class StoreId {
    private static final String FORMAT = "lapidary-store 1";

    private StoreId() {}

    static String readOrMake(StoreLayout layout, DurableWriter writer) throws IOException, LapidaryException {
        Optional<String> id = read(layout);
        if (id.isEmpty()) {
            var made = new RecordFile(UUID.randomUUID().toString(), FORMAT);
            writer.claim(writer.stage(made.text()), layout.idFile());
            id = read(layout);
        }
        return id.orElseThrow(() -> new IOException(layout.idFile() + " vanished"));
    }

    private static Optional<String> read(StoreLayout layout) throws IOException, LapidaryException {
        try {
            var read = RecordFile.read(layout.idFile());
            if (read.isPresent() && !read.get().subject().equals(FORMAT)) {
                throw new RecordFile.Damaged();
            }
            return read.map(RecordFile::value);
        } catch (RecordFile.Damaged e) {
            throw new LapidaryException(
                    ErrorCodes.STORE_CORRUPT,
                    layout.idFile() + " does not name a store of the format '" + FORMAT + "'.",
                    "Give another folder, or this one's file store-id from a backup.",
                    e);
        }
    }
}
