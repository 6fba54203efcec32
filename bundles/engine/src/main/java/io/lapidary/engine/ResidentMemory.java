package io.lapidary.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** The resident size of a process, in bytes: from /proc on Linux, from {@code ps} or {@code tasklist} elsewhere. */
public final class ResidentMemory {
    private static final boolean PROC = Files.isReadable(Path.of("/proc/self/status"));
    private static final boolean WINDOWS =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");

    private ResidentMemory() {}

    /** How often a reading can be had without costing much. */
    static Duration interval() {
        return PROC ? Duration.ofMillis(25) : Duration.ofMillis(500);
    }

    /** The size now; empty where the process is gone or nothing tells. */
    public static OptionalLong now(long pid) {
        if (PROC) {
            return field(Path.of("/proc", Long.toString(pid), "status"), "VmRSS:");
        }
        return WINDOWS
                ? ask(List.of("tasklist", "/FI", "PID eq " + pid, "/FO", "CSV", "/NH"))
                : ask(List.of("ps", "-o", "rss=", "-p", Long.toString(pid)));
    }

    /** The largest size since {@link #resetOwnPeak()}, of this very process; empty where the system does not keep it. */
    public static OptionalLong ownPeak() {
        return PROC ? field(Path.of("/proc/self/status"), "VmHWM:") : OptionalLong.empty();
    }

    /** Starts {@link #ownPeak()} anew. Says whether the system allows it. */
    public static boolean resetOwnPeak() {
        try {
            Files.writeString(Path.of("/proc/self/clear_refs"), "5");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static OptionalLong field(Path status, String name) {
        try {
            for (String line : Files.readAllLines(status, StandardCharsets.ISO_8859_1)) {
                if (line.startsWith(name)) {
                    return kilobytes(line.substring(name.length()));
                }
            }
            return OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private static OptionalLong ask(List<String> command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1).strip();
            // tasklist: "name","pid","session","number","12,345 K"
            return kilobytes(answer.substring(answer.lastIndexOf(",\"") + 1));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private static OptionalLong kilobytes(String text) {
        String digits = text.replaceAll("\\D", "");
        return digits.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits) << 10);
    }
}
