package io.lapidary.store.internal;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;

/** The real disk until its n-th step, which breaks before it has done anything. */
final class BreakingDisk implements Disk {
    interface Breakage {
        void happen() throws IOException;
    }

    private final Disk real = new RealDisk();
    private final int breaksAt;
    private final Breakage breakage;
    private int steps;

    BreakingDisk(int breaksAt, Breakage breakage) {
        this.breaksAt = breaksAt;
        this.breakage = breakage;
    }

    int steps() {
        return steps;
    }

    private void step() throws IOException {
        if (++steps == breaksAt) {
            breakage.happen();
        }
    }

    @Override
    public FileOutputStream create(Path file) throws IOException {
        step();
        return real.create(file);
    }

    @Override
    public void write(OutputStream out, byte[] piece, int length) throws IOException {
        step();
        real.write(out, piece, length / 2);
        step();
        real.write(out, Arrays.copyOfRange(piece, length / 2, length), length - length / 2);
    }

    @Override
    public void sync(FileOutputStream out) throws IOException {
        step();
        real.sync(out);
    }

    @Override
    public void link(Path existing, Path name) throws IOException {
        step();
        real.link(existing, name);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        step();
        real.rename(from, to);
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        step();
        real.syncFolder(folder);
    }

    @Override
    public long usableBytes(Path folder) throws IOException {
        return real.usableBytes(folder);
    }
}
