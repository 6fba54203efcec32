package io.lapidary.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerOptionsTest {

    @Test
    void readsEveryOption(@TempDir Path folder) throws Exception {
        Path overrides = Files.createFile(folder.resolve("broker.properties"));

        BrokerOptions options = BrokerOptions.parse(
                "--data", folder.toString(), "--port", "20000", "--config", overrides.toString(), "--follow-parent");

        assertThat(options).isEqualTo(new BrokerOptions(folder, 20000, Optional.of(overrides), true));
        assertThat(options.log()).isEqualTo(folder.resolve("broker.log"));
    }

    @Test
    void takesItsUsualPortAndStaysAloneByDefault(@TempDir Path folder) {
        assertThat(BrokerOptions.parse("--data", folder.toString()))
                .isEqualTo(new BrokerOptions(folder, 19092, Optional.empty(), false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --port 19092            | --data is missing
                    --data                  | --data needs a value
                    --data d --port x       | not x
                    --data d --port 65536   | not 65536
                    --data d --port 0       | not 0
                    --data d --config none  | none of --config cannot be read
                    --data d --datum e      | unknown option --datum
                    """)
    void refusesWhatItCannotRead(String line, String reason) {
        assertThatThrownBy(() -> BrokerOptions.parse(line.split(" ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
