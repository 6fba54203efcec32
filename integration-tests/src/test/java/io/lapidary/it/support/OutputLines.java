package io.lapidary.it.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What a process has printed so far; reading goes on to its end, so that the process never waits for us. */
final class OutputLines {
    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    static OutputLines of(Process process, String name) {
        var output = new OutputLines();
        var reader = new Thread(() -> output.read(process), name + "-output");
        reader.setDaemon(true);
        reader.start();
        return output;
    }

    /** The first line that fits; empty if the output ends or time is up before there is one. */
    synchronized Optional<String> await(Predicate<String> fits, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<String> found = lines.stream().filter(fits).findFirst();
            long left = (end - System.nanoTime()) / 1_000_000;
            if (found.isPresent() || ended || left <= 0) {
                return found;
            }
            wait(left);
        }
    }

    synchronized String text() {
        return String.join("\n", lines);
    }

    private void read(Process process) {
        try (BufferedReader in = process.inputReader()) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add("(its output broke off: " + e.getMessage() + ")");
        } finally {
            end();
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }
}
