package io.lapidary.provisioning.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class SettingRuleTest {
    private static final Map<String, Setting> SETTINGS = Map.of(
            "first", number("first", "1000"),
            "longest", number("longest", "60000"),
            "replicas", number("replicas", "-1"),
            "names",
                    new Setting(
                            "names",
                            Setting.Kind.STRING,
                            Optional.empty(),
                            Optional.empty(),
                            List.of(),
                            true,
                            Optional.empty()));

    private static Setting number(String name, String byDefault) {
        return new Setting(
                name,
                Setting.Kind.INTEGER,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                false,
                Optional.of(byDefault));
    }

    private static ServiceSettings service(String... rules) {
        return new ServiceSettings("polish", SETTINGS, SettingRule.parse(List.of(rules), SETTINGS));
    }

    @Test
    void namesBothSettingsThatAreWrongTogether() throws Exception {
        var service = service("# a comment", "", "first <= longest");
        assertThat(service.read(new ConfigFile(Map.of("first", "5", "longest", "5"))))
                .hasSize(2);
        assertThatThrownBy(() -> service.read(new ConfigFile(Map.of("first", "6", "longest", "5"))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("first = 6 is above longest = 5");
        assertThatThrownBy(() -> service.read(new ConfigFile(Map.of("longest", "5"))))
                .hasMessageContaining("first = 1000 (its default) is above longest = 5");
    }

    @Test
    void aNegativeSecondSaysNothing() throws Exception {
        var service = service("first <= replicas");
        assertThat(service.read(new ConfigFile(Map.of("first", "6")))).hasSize(1);
        assertThatThrownBy(() -> service.read(new ConfigFile(Map.of("first", "6", "replicas", "3"))))
                .hasMessageContaining("first = 6 is above replicas = 3");
    }

    @Test
    void eachOfSeveralTextsIsToBeOfTheForm() throws Exception {
        var service = service("names ~ [a-z]+");
        assertThat(service.read(new ConfigFile(Map.of("names", "acme, vision"))))
                .hasSize(1);
        assertThat(service.read(new ConfigFile(Map.of("names", "")))).hasSize(1);
        assertThatThrownBy(() -> service.read(new ConfigFile(Map.of("names", "acme, No Spaces"))))
                .hasMessageContaining("names = No Spaces is not allowed; it takes what is of the form [a-z]+");
    }

    @Test
    void wordsTellTheFormWhereTheRuleHasSome() {
        var service = service("names ~ /.* -- absolute paths");
        assertThatThrownBy(() -> service.read(new ConfigFile(Map.of("names", "/a, b"))))
                .hasMessageContaining("names = b is not allowed; it takes absolute paths")
                .hasMessageNotContaining("/.*");
    }

    @Test
    void aRuleForWhatThereIsNotIsNoRule() {
        assertThatThrownBy(() -> service("first <= last")).hasMessageContaining("'first <= last' is no rule");
        assertThatThrownBy(() -> service("first < longest")).hasMessageContaining("is no rule");
    }
}
