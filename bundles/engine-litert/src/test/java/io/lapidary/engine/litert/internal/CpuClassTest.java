package io.lapidary.engine.litert.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CpuClassTest {
    @Test
    void namesWhatKernelsChooseByAndNothingElse() {
        String info = "processor\t: 0\nmodel name\t: Some CPU @ 2GHz\nflags\t\t: fpu sse2 avx2 avx fma rdrand\n";

        assertThat(CpuClass.of("x86_64", info)).isEqualTo("x86_64+avx+fma+avx2");
        assertThat(CpuClass.of("arm64", "Features\t: fp asimd aes asimddp\n")).isEqualTo("arm64+asimd+asimddp");
        assertThat(CpuClass.of("arm64", "")).isEqualTo("arm64");
    }
}
