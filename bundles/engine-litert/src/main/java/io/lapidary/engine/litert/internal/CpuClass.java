package io.lapidary.engine.litert.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the kernels' numbers depend on: the architecture and those vector extensions by which XNNPACK and the built-in kernels
 * choose their code, as in {@code x86_64+avx+fma+avx2}. Where the system does not tell, the architecture alone.
 */
final class CpuClass {
    /** Linux's names; x86 first, then Arm, in the order in which they came. */
    private static final List<String> DECISIVE = List.of(
            "ssse3",
            "sse4_1",
            "avx",
            "f16c",
            "fma",
            "avx2",
            "avx_vnni",
            "avx512f",
            "avx512bw",
            "avx512vl",
            "avx512_vnni",
            "avx512vbmi",
            "gfni",
            "avx512_fp16",
            "amx_int8",
            "asimd",
            "asimdhp",
            "asimddp",
            "bf16",
            "i8mm",
            "sve",
            "sve2",
            "sme");

    private CpuClass() {}

    static String ofThisMachine() {
        Path info = Path.of("/proc/cpuinfo");
        try {
            return Files.isReadable(info)
                    ? of(architecture(), Files.readString(info, StandardCharsets.ISO_8859_1))
                    : architecture();
        } catch (IOException e) {
            return architecture();
        }
    }

    static String of(String architecture, String cpuinfo) {
        Set<String> flags = new LinkedHashSet<>();
        cpuinfo.lines()
                .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
                .findFirst()
                .ifPresent(line -> flags.addAll(Arrays.asList(
                        line.substring(line.indexOf(':') + 1).strip().split("\\s+"))));
        var name = new StringBuilder(architecture);
        DECISIVE.stream()
                .filter(flags::contains)
                .forEach(flag -> name.append('+').append(flag));
        return name.toString();
    }

    /** {@code x86_64} or {@code arm64}, or what Java calls another one. */
    static String architecture() {
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return switch (arch) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm64";
            default -> arch;
        };
    }
}
