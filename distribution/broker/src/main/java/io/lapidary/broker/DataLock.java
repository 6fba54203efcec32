package io.lapidary.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One broker at a time on a data folder. A node that is started right after another one was killed finds that node's
 * broker still ending; it waits for it.
 */
final class DataLock {

    private DataLock() {}

    /** Takes the lock for the life of this process, waiting for another process that holds it. */
    static FileLock take(Path folder, Duration limit) throws IOException, InterruptedException {
        FileChannel channel =
                FileChannel.open(folder.resolve("broker.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        long end = System.nanoTime() + limit.toNanos();
        FileLock lock = channel.tryLock();
        while (lock == null) {
            if (System.nanoTime() > end) {
                channel.close();
                throw new IOException("another broker still holds the folder " + folder);
            }
            TimeUnit.MILLISECONDS.sleep(100);
            lock = channel.tryLock();
        }
        return lock;
    }
}
