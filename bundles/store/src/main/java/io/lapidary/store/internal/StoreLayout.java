package io.lapidary.store.internal;

import java.nio.file.Path;
import java.util.List;

import io.lapidary.api.Digest;

/**
 * Where things lie in a store's folder:
 *
 * <pre>
 * store-id                       format and random id
 * objects/ab/cdef...             content, named by its digest
 * bindings/ab/cdef...            one per key, named by the key's digest
 * memos/ab/cdef...               what is remembered, one per key, named by the key's digest
 * pins/ab/cdef.../owner's digest one per object and owner
 * temporary/                     what is being written, and what a crash left
 * quarantine/                    what did not match its name
 * taken/                         which objects were collected of late, made by the first collection that takes any
 * </pre>
 *
 * All of it must be one file system, since names are given by rename and link.
 */
record StoreLayout(Path root) {
    static final int SHARD_DIGITS = 2;

    Path idFile() {
        return root.resolve("store-id");
    }

    Path objects() {
        return root.resolve("objects");
    }

    Path bindings() {
        return root.resolve("bindings");
    }

    Path memos() {
        return root.resolve("memos");
    }

    Path temporary() {
        return root.resolve("temporary");
    }

    Path quarantine() {
        return root.resolve("quarantine");
    }

    Path taken() {
        return root.resolve("taken");
    }

    List<Path> folders() {
        return List.of(objects(), bindings(), memos(), root.resolve("pins"), temporary(), quarantine());
    }

    Path object(Digest digest) {
        return sharded(objects(), digest);
    }

    Path binding(String key) {
        return sharded(bindings(), Digest.of(key));
    }

    Path memo(String key) {
        return sharded(memos(), Digest.of(key));
    }

    Path pins(Digest digest) {
        return sharded(root.resolve("pins"), digest);
    }

    Path pin(Digest digest, String owner) {
        return pins(digest).resolve(Digest.of(owner).hex());
    }

    private static Path sharded(Path folder, Digest digest) {
        String hex = digest.hex();
        return folder.resolve(hex.substring(0, SHARD_DIGITS)).resolve(hex.substring(SHARD_DIGITS));
    }
}
