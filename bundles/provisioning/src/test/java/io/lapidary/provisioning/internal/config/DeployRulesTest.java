package io.lapidary.provisioning.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is no fingerprint would refuse every bundle, and say of each that it is not signed. */
class DeployRulesTest {
    private static final String PID = "io.lapidary.deploy";

    private ServiceSettings deploy;

    @BeforeEach
    void read() throws Exception {
        var signers = new Setting(
                "signers", Setting.Kind.STRING, Optional.empty(), Optional.empty(), List.of(), true, Optional.empty());
        try (InputStream rules = getClass().getResourceAsStream("/OSGI-INF/settings/" + PID + ".rules")) {
            List<String> lines = new String(rules.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            Map<String, Setting> settings = Map.of("signers", signers);
            deploy = new ServiceSettings(PID, settings, SettingRule.parse(lines, settings));
        }
    }

    @Test
    void fingerprintsAreTakenAsToolsPrintThem() throws Exception {
        String plain = "0f".repeat(32);
        String colons = "0F:".repeat(31) + "0F";
        assertThat(given(plain + ", " + colons)).hasSize(1);
        assertThat(given("")).hasSize(1);
    }

    @Test
    void whatIsNoFingerprintIsRefused() {
        assertRefused("abc");
        assertRefused("0f".repeat(20));
        assertRefused("0f:".repeat(32));
        assertRefused("SHA256:" + "0f".repeat(32));
    }

    private void assertRefused(String signers) {
        assertThatThrownBy(() -> given(signers))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("signers = " + signers + " is not allowed; it takes SHA-256 fingerprints");
    }

    private Map<String, Object> given(String signers) throws ConfigException {
        return deploy.read(new ConfigFile(Map.of("signers", signers)));
    }
}
