package io.lapidary.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

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

    /** How the Java virtual machine says that native code has crashed, if it says so: signal and place. */
    Optional<String> crash() {
        List<String> lines = uncommented();
        int crash = lines.lastIndexOf("A fatal error has been detected by the Java Runtime Environment:");
        return crash < 0
                ? Optional.empty()
                : Optional.of(lines.subList(crash + 1, lines.size()).stream()
                        .filter(line -> line.matches("(SIG|EXCEPTION|[CVJ] ).*"))
                        .map(line -> line.replaceFirst(",? pid=.*", "").replaceFirst("^[CVJ]\\s+", "in "))
                        .collect(Collectors.joining(" ")));
    }

    /** The last lines in one, for an error message. */
    String lastWords() {
        List<String> lines = uncommented();
        String words = String.join(" | ", lines.subList(Math.max(0, lines.size() - 4), lines.size()));
        return words.length() <= 600 ? words : "..." + words.substring(words.length() - 600);
    }

    private List<String> uncommented() {
        return since(0).stream()
                .map(line -> line.replaceFirst("^#+\\s*", ""))
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
