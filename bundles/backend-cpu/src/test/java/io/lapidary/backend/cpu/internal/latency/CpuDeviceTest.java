package io.lapidary.backend.cpu.internal.latency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuDeviceTest {
    @TempDir
    Path folder;

    @Test
    void readsTheNameOfTheFirstProcessor() throws IOException {
        Path file = Files.writeString(
                folder.resolve("cpuinfo"),
                "processor\t: 0\nmodel\t\t: 85\nmodel name\t: Some  CPU @ 2.00GHz\n\nprocessor\t: 1\nmodel name\t: Other\n");
        assertThat(CpuDevice.name(file)).hasValue("Some CPU @ 2.00GHz");
    }

    @Test
    void boardsNameThemselvesOtherwise() throws IOException {
        Path file = Files.writeString(
                folder.resolve("cpuinfo"), "processor\t: 0\nBogoMIPS\t: 108.00\n\nModel\t\t: Some Board Rev 1.4\n");
        assertThat(CpuDevice.name(file)).hasValue("Some Board Rev 1.4");
    }

    @Test
    void withoutTheFileThereIsStillAName() {
        assertThat(CpuDevice.name(folder.resolve("missing"))).isEmpty();
        assertThat(CpuDevice.here().name()).isNotBlank();
        assertThat(CpuDevice.here().threads()).isPositive();
    }
}
