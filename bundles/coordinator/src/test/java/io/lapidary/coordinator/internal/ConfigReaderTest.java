package io.lapidary.coordinator.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

class ConfigReaderTest {
    /** As the component runtime makes it: defaults, but for what is set. */
    private static CoordinatorConfig config(Map<String, Object> set) {
        return (CoordinatorConfig) Proxy.newProxyInstance(
                CoordinatorConfig.class.getClassLoader(),
                new Class<?>[] {CoordinatorConfig.class},
                (proxy, method, args) -> set.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    @Test
    void takesTheDefaults() {
        var settings = ConfigReader.settings(config(Map.of()), "n", 8);
        assertThat(settings.rules().horizon()).isEqualTo(Duration.ofDays(7));
        assertThat(settings.rules().lease()).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.partitions()).isEqualTo(8);
    }

    @Test
    void namesTheKeyAndTheRangeOfWhatIsWrong() {
        assertThatThrownBy(() -> ConfigReader.settings(config(Map.of("lease_seconds", 2)), "n", 8))
                .hasMessage("io.lapidary.coordinator: lease.seconds = 2 is below 5");
    }

    @Test
    void aGreatestThatIsBelowTheFirstCountsAsTheFirst() {
        var settings = ConfigReader.settings(config(Map.of("backoff_max_millis", 1L)), "n", 8);
        assertThat(settings.rules().retries().maxBackoff()).isEqualTo(Duration.ofSeconds(1));
    }
}
