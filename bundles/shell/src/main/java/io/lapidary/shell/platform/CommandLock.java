package io.lapidary.shell.platform;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Held by the command that runs a node of its own on a data folder, so that a second command waits for its turn instead of using a
 * node that ends under it. The system gives it back however the command ends.
 */
final class CommandLock implements AutoCloseable {
    private final FileChannel channel;

    private CommandLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes it if no other command holds it. */
    static Optional<CommandLock> tryTake(Path data) throws IOException {
        Files.createDirectories(data);
        var channel =
                FileChannel.open(data.resolve("command.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return Optional.of(new CommandLock(channel));
            }
        } catch (OverlappingFileLockException e) {
            // Another command of this very process holds it, as happens in tests.
            channel.close();
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
    }

    /** Whether a node holds the folder, ready or not: it locks a file of its own while it starts, runs and ends. */
    static boolean isNodeUp(Path data) throws IOException {
        Path file = data.resolve("node.lock");
        if (!Files.exists(file)) {
            return false;
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            // Given back as the channel is closed, at once.
            return channel.tryLock(0, Long.MAX_VALUE, true) == null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
