package io.lapidary.worker.internal.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
    @ParameterizedTest
    @CsvSource({
        "example.org, example.org, 443, true",
        "example.org, EXAMPLE.org, 80, true",
        "example.org, www.example.org, 443, false",
        "example.org, badexample.org, 443, false",
        "*.example.org, www.example.org, 443, true",
        "*.example.org, a.b.example.org, 443, true",
        "*.example.org, example.org, 443, false",
        "*.example.org, badexample.org, 443, false",
        "example.org:8443, example.org, 8443, true",
        "example.org:8443, example.org, 443, false",
        "*, anything.test, 1, true",
        "[::1]:80, [::1], 80, true"
    })
    void hostsAreNamedOrMeantByAPattern(String pattern, String host, int port, boolean expected) {
        assertThat(HostPattern.any(HostPattern.parse("other.test", pattern), host, port))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.org", "exa mple.org", "a*.org", "example.org:x", "example.org/path"})
    void whatIsNoHostIsTold(String text) {
        assertThatThrownBy(() -> HostPattern.parse(text)).hasMessageContaining(text);
    }

    @Test
    void wrongSettingsNameTheirKeyAndWhatIsAllowed() {
        assertThatThrownBy(() -> AddressRules.of(new Settings("relative", "", "https", 1, 1)))
                .hasMessageContaining("file.roots: 'relative'");
        assertThatThrownBy(() -> AddressRules.of(new Settings("", "a b", "https", 1, 1)))
                .hasMessageContaining("hosts: 'a b'");
        assertThatThrownBy(() -> AddressRules.of(new Settings("", "", "ftp", 1, 1)))
                .hasMessageContaining("schemes: ftp");
        assertThatThrownBy(() -> AddressRules.of(new Settings("", "", "https", 0, 1)))
                .hasMessageContaining("max.mib: 0 is not from 1 to");
        assertThatThrownBy(() -> AddressRules.of(new Settings("", "", "https", 1, 100_000)))
                .hasMessageContaining("timeout.seconds: 100000 is not from 1 to 86400");
    }

    @Test
    void whatWasSetBeforeStaysWhereANewSettingIsWrong() throws Exception {
        var file = java.nio.file.Files.createTempFile("lapidary", ".txt");
        try {
            var component = new AddressesComponent(new Settings(file.getParent().toString(), "", "https", 1, 1));
            component.change(new Settings("relative", "", "https", 1, 1));
            try (Content content = component.open(file.toUri().toString(), "model")) {
                assertThat(content.read()).isEqualTo(-1);
            }
            component.change(new Settings("", "", "https", 1, 1));
            assertThatThrownBy(() -> component.open(file.toUri().toString(), "model"))
                    .hasMessageContaining("outside");
        } finally {
            java.nio.file.Files.delete(file);
        }
        assertThat(AddressRules.of(new Settings("", "", "https,http", 1, 1)).roots())
                .isEqualTo(List.of());
    }

    /** A configuration as Declarative Services hands it over. */
    @SuppressWarnings("ClassExplicitlyAnnotation")
    private record Settings(String[] file_roots, String[] hosts, String[] schemes, int max_mib, int timeout_seconds)
            implements AddressesConfig {
        private Settings(String roots, String hosts, String schemes, int mib, int seconds) {
            this(several(roots), several(hosts), several(schemes), mib, seconds);
        }

        private static String[] several(String text) {
            return text.isEmpty() ? new String[0] : text.split(",");
        }

        @Override
        public String[] private_hosts() {
            return new String[0];
        }

        @Override
        public Class<? extends java.lang.annotation.Annotation> annotationType() {
            return AddressesConfig.class;
        }
    }
}
