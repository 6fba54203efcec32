package io.lapidary.worker.internal.job;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process's own folder within a folder for jobs' files, which several nodes may share. While the process lives it holds a lock on
 * a file in it; what a process left that was killed is known by its lock being free, and is removed when the next one begins.
 */
public final class WorkHome {
    private static final Logger LOG = LoggerFactory.getLogger(WorkHome.class);
    private static final String PREFIX = "node-";
    private static final String LOCK = "lock";

    /**
     * Folders of this process. Their locks are never tried: to close another channel of a file that one holds a lock on gives the lock
     * up, on POSIX systems.
     */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private record Home(Path folder, FileLock lock) {}

    private final Map<Path, Home> homes = new HashMap<>();

    /** The folder for this process's jobs; where it cannot be made, {@code parent} itself, so that the job says what is wrong. */
    public synchronized Path within(Path parent) {
        Home home = homes.get(parent);
        if (home == null || !Files.isDirectory(home.folder())) {
            try {
                home = make(parent);
            } catch (IOException e) {
                LOG.warn("The work folder {} cannot be used: {}", parent, e.toString());
                return parent;
            }
            homes.put(parent, home);
            removeLeftBehind(parent);
        }
        return home.folder();
    }

    /** The lock is held under another name until the folder has its own, so that nobody takes it for left behind. */
    private static Home make(Path parent) throws IOException {
        Files.createDirectories(parent);
        Path making = Files.createTempDirectory(parent, "making-");
        FileLock lock = FileChannel.open(making.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                .lock();
        Path folder = parent.resolve(PREFIX + making.getFileName().toString().substring("making-".length()));
        OWN.add(folder);
        Files.move(making, folder);
        return new Home(folder, lock);
    }

    private static void removeLeftBehind(Path parent) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path folder : folders) {
                removeIfDead(folder);
            }
        } catch (IOException e) {
            LOG.warn("What nodes left in {} cannot be looked at: {}", parent, e.toString());
        }
    }

    private static void removeIfDead(Path folder) throws IOException {
        if (!OWN.contains(folder) && isDead(folder)) {
            WorkFolder.remove(folder);
            LOG.info("Removed {}, which a node left that was killed", folder);
        }
    }

    private static boolean isDead(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (NoSuchFileException e) {
            LOG.debug("{} has no lock, so it is no node's or going", folder, e);
            return false;
        }
    }

    /** Gives the folders up, with all that is in them. */
    public synchronized void close() {
        for (Home home : homes.values()) {
            try {
                home.lock().channel().close();
            } catch (IOException e) {
                LOG.debug("The lock of {} was not closed", home.folder(), e);
            }
            WorkFolder.remove(home.folder());
            OWN.remove(home.folder());
        }
        homes.clear();
    }
}
