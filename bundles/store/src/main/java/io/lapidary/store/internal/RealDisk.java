package io.lapidary.store.internal;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The operating system's disk. */
public class RealDisk implements Disk {
    private static final boolean FOLDERS_CAN_BE_SYNCED = File.separatorChar == '/';

    @Override
    public FileOutputStream create(Path file) throws IOException {
        if (file.toFile().exists()) { // Files would throw and catch an exception for each file that is not there
            throw new FileAlreadyExistsException(file.toString());
        }
        return new FileOutputStream(file.toFile()); // a channel would be closed by an interrupt, and the put with it
    }

    @Override
    public void write(OutputStream out, byte[] piece, int length) throws IOException {
        out.write(piece, 0, length);
    }

    @Override
    public void sync(FileOutputStream out) throws IOException {
        out.getFD().sync();
    }

    @Override
    public void link(Path existing, Path name) throws IOException {
        Files.createLink(name, existing);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        if (!FOLDERS_CAN_BE_SYNCED) {
            return; // Windows opens no folder as a file; NTFS journals names by itself
        }
        boolean interrupted = false;
        try {
            while (true) {
                interrupted |= Thread.interrupted();
                try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                    channel.force(true);
                    return;
                } catch (ClosedByInterruptException e) {
                    interrupted = true; // durability is owed whether or not the thread is wanted elsewhere
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public long usableBytes(Path folder) throws IOException {
        return folder.toFile().getUsableSpace(); // a FileStore would read the system's table of mounts each time
    }
}
