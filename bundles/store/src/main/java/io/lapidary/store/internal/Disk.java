package io.lapidary.store.internal;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** The steps of which durable writing is made, one by one, so that tests can fail or stop at each. */
public interface Disk {
    /** A new file; it must not exist. Not closed by a thread's interruption. */
    FileOutputStream create(Path file) throws IOException;

    /** Writes a piece. */
    void write(OutputStream out, byte[] piece, int length) throws IOException;

    /** Returns when the file's content has reached the device. */
    void sync(FileOutputStream out) throws IOException;

    /** Gives a file a second name; fails with {@link java.nio.file.FileAlreadyExistsException} if that is taken. */
    void link(Path existing, Path name) throws IOException;

    /** Renames within the file system, atomically; what had the name is replaced. */
    void rename(Path from, Path to) throws IOException;

    /** Returns when the names in a folder have reached the device. */
    void syncFolder(Path folder) throws IOException;

    /** The bytes that may still be written below {@code folder}. */
    long usableBytes(Path folder) throws IOException;
}
