package io.lapidary.store;

import java.nio.file.Path;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.store.ArtifactStore;
import io.lapidary.store.internal.FileStore;
import io.lapidary.store.internal.RealDisk;

/** Opens the store that lies in a folder, as the platform's own service and the command line do. */
public final class FileArtifactStore {
    /** What is left free on the disk by default: 256 MiB. */
    public static final long DEFAULT_MINIMUM_FREE_BYTES = 256L << 20;

    private FileArtifactStore() {}

    /**
     * Opens a store, and makes it where there is none. Several processes may have the same one open.
     *
     * @param root its folder
     * @throws LapidaryException of code store-unavailable if the folder cannot be used, store-corrupt if it holds
     *     something else
     */
    public static ArtifactStore open(Path root) throws LapidaryException {
        return open(root, DEFAULT_MINIMUM_FREE_BYTES);
    }

    /**
     * Opens a store, and makes it where there is none.
     *
     * @param minimumFreeBytes a put that would leave less than this free on the disk is refused as disk-full
     */
    public static ArtifactStore open(Path root, long minimumFreeBytes) throws LapidaryException {
        return new FileStore(root, minimumFreeBytes, new RealDisk());
    }

    /** Whether a folder is a store already; changes nothing. */
    public static boolean isStore(Path root) {
        return FileStore.isAt(root);
    }
}
