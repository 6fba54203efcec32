package io.lapidary.backend.cpu.internal.latency;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The processor that this node runs on.
 *
 * @param name as the system calls it
 * @param architecture as Java calls it, {@code amd64} or {@code aarch64}
 * @param threads that it can run at once
 */
public record CpuDevice(String name, String architecture, int threads) {
    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    public static CpuDevice here() {
        String architecture = System.getProperty("os.arch");
        String name = name(CPUINFO).orElse(System.getProperty("os.name") + " on " + architecture);
        return new CpuDevice(name, architecture, Runtime.getRuntime().availableProcessors());
    }

    public boolean isArm64() {
        return architecture.equals("aarch64") || architecture.equals("arm64");
    }

    /** The first {@code model name} (x86) or {@code Hardware} or {@code Model} (Arm boards) of a cpuinfo file. */
    static Optional<String> name(Path cpuinfo) {
        if (!Files.isReadable(cpuinfo)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(cpuinfo, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.matches("(model name|Hardware|Model)\\s*:.*"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip().replaceAll("\\s+", " "))
                    .filter(name -> !name.isEmpty())
                    .findFirst();
        } catch (IOException e) {
            // Some sandboxes list the file and refuse to read it; the name is then the architecture.
            return Optional.empty();
        }
    }
}
