package io.lapidary.shell.platform;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;

/** A process that holds a lock as a starting node does, until it is killed. */
final class LockHolder {
    private LockHolder() {}

    /** @param words the file to lock, and a file to make when it is locked */
    public static void main(String[] words) throws Exception {
        try (var channel = FileChannel.open(Path.of(words[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            Files.writeString(Path.of(words[1]), lock.toString());
            new CountDownLatch(1).await();
        }
    }
}
