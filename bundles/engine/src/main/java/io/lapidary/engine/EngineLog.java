package io.lapidary.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The file to which a process's stdout and stderr go. Being a file and no pipe, it holds everything that was written
 * before a process's end or answer, without a thread that reads along.
 */
public final class EngineLog {
    private static final int TAIL_BYTES = 1 << 14;
    private static final long KEPT_BYTES = 1 << 20;

    private final Path file;

    public EngineLog(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    /** Where the log ends now. */
    public long mark() {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Empties the log if it has grown large; the process goes on appending. */
    void trim() throws IOException {
        if (mark() > KEPT_BYTES) {
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(0);
            }
        }
    }

    /** Lines written since a mark, blank ones left out; of a long text the last ones. */
    public List<String> since(long mark) {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long from = Math.max(Math.min(mark, channel.size()), channel.size() - TAIL_BYTES);
            var bytes = ByteBuffer.allocate(TAIL_BYTES);
            channel.read(bytes, from);
            var text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
            return text.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The last lines in one, for an error message; a crash report of the Java VM is cut to its reason. */
    String lastWords() {
        List<String> lines = since(0).stream()
                .map(line -> line.replaceFirst("^#+\\s*", ""))
                .filter(line -> !line.isEmpty())
                .toList();
        int crash = lines.lastIndexOf("A fatal error has been detected by the Java Runtime Environment:");
        List<String> telling = crash >= 0
                ? lines.subList(crash + 1, lines.size()).stream()
                        .filter(line -> line.startsWith("SIG") || line.startsWith("C ") || line.startsWith("EXCEPTION"))
                        .toList()
                : lines.subList(Math.max(0, lines.size() - 4), lines.size());
        String words = String.join(" | ", telling);
        return words.length() <= 600 ? words : "..." + words.substring(words.length() - 600);
    }
}
