package io.lapidary.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/** A node's data folder, held by a lock that the system gives back however the process ends. */
final class DataFolder implements AutoCloseable {

    private final Path folder;
    private final FileChannel channel;

    private DataFolder(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Makes the folder where it is missing and takes its lock.
     *
     * @throws NodeException if the folder cannot be written or another node holds it
     */
    static DataFolder take(Path folder) throws NodeException {
        FileChannel channel;
        try {
            Files.createDirectories(folder);
            channel =
                    FileChannel.open(folder.resolve("node.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new NodeException(
                    "The data folder " + folder + " cannot be written (" + reason(e)
                            + "): give another one with --data.",
                    e);
        }
        if (tryLock(channel, folder).isEmpty()) {
            closeQuietly(channel);
            throw new NodeException("A node already runs on the data folder " + folder + runningAs(folder)
                    + ": stop it, or give this one another folder with --data.");
        }
        return new DataFolder(folder, channel);
    }

    Path path() {
        return folder;
    }

    /** The Felix bundle cache; made anew at every start. */
    Path cache() {
        return folder.resolve("cache");
    }

    Path broker() {
        return folder.resolve("broker");
    }

    Path store() {
        return folder.resolve("store");
    }

    Path log() {
        return folder.resolve("log").resolve("node.log");
    }

    NodeFile nodeFile() {
        return new NodeFile(folder);
    }

    /** The name that this folder's node had before, or the host's name with four random hexadecimal digits. */
    String rememberedNodeId() throws NodeException {
        Path file = folder.resolve("node.id");
        try {
            if (Files.exists(file)) {
                String kept = Files.readString(file).strip();
                if (!kept.isEmpty()) {
                    return kept;
                }
            }
            byte[] random = new byte[2];
            new SecureRandom().nextBytes(random);
            String made = hostName() + "-" + HexFormat.of().formatHex(random);
            Files.writeString(file, made + "\n");
            return made;
        } catch (IOException e) {
            throw new NodeException("The file " + file + " cannot be read or written (" + reason(e) + ").", e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static Optional<FileLock> tryLock(FileChannel channel, Path folder) throws NodeException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        } catch (IOException e) {
            closeQuietly(channel);
            throw new NodeException(
                    "The data folder " + folder + " cannot be locked (" + reason(e)
                            + "): give one on a local file system with --data.",
                    e);
        }
    }

    private static String runningAs(Path folder) {
        return new NodeFile(folder).pid().map(pid -> " (process " + pid + ")").orElse("");
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9._-]", "-");
        } catch (UnknownHostException e) {
            return "node";
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            System.err.println("lapidary: " + e.getMessage());
        }
    }
}
