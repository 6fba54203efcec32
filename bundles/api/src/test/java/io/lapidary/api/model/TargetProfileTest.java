package io.lapidary.api.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;

class TargetProfileTest {
    @Test
    void readsAsOnTheCommandLine() {
        assertThat(new TargetProfile("cpu", "desktop", Map.of())).hasToString("cpu:desktop");
        assertThat(new TargetProfile("cpu", "", Map.of())).hasToString("cpu");
        assertThat(new TargetProfile("cpu", "desktop", Map.of("threads", "4", "cores", "0,2")))
                .hasToString("cpu:desktop,cores=0\\,2,threads=4");
    }
}
