package io.lapidary.provisioning.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.lapidary.provisioning.internal.TestFramework;
import io.lapidary.provisioning.internal.folder.Refusals;

class ConfigFolderTest {
    private static final String METATYPE = """
            <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.2.0">
              <OCD id="polish" name="Polish">
                <AD id="speed" type="Integer" min="1" max="9" default="3"/>
                <AD id="wet" type="Boolean" default="true"/>
                <AD id="share" type="Double" min="0" max="1" default="0.5"/>
                <AD id="bytes" type="Long" min="0" default="0"/>
                <AD id="name" type="String" default=""/>
                <AD id="lanes" type="String" cardinality="2147483647" default="light">
                  <Option label="light" value="light"/><Option label="train" value="train"/>
                </AD>
              </OCD>
              <Designate pid="polish"><Object ocdref="polish"/></Designate>
            </metatype:MetaData>
            """;

    @TempDir
    Path folder;

    private final Map<String, Map<String, Object>> inForce = new HashMap<>();
    private final Map<String, ServiceSettings> services = new HashMap<>();
    private final TestFramework framework = new TestFramework();
    private ConfigFolder configs;

    @AfterEach
    void end() {
        framework.close();
    }

    @BeforeEach
    void open() throws Exception {
        List<ServiceSettings> read = Metatype.read(new ByteArrayInputStream(METATYPE.getBytes(StandardCharsets.UTF_8)));
        services.putAll(read.stream().collect(Collectors.toMap(ServiceSettings::pid, s -> s)));
        var sink = new Sink() {
            @Override
            public void set(String pid, Map<String, Object> values) {
                inForce.put(pid, values);
            }

            @Override
            public void clear(String pid) {
                inForce.remove(pid);
            }
        };
        configs = new ConfigFolder(folder, sink, () -> services, new Refusals(framework.context()));
    }

    @Test
    void givesEveryValueInItsType() throws Exception {
        write(
                "# a comment\n\nspeed = 9\nwet=false\nshare = .25\nbytes = 5000000000\nname = a = b\nlanes = light, train\n");

        assertThat(configs.scan()).isEmpty();
        assertThat(inForce.get("polish"))
                .containsEntry("speed", 9)
                .containsEntry("wet", false)
                .containsEntry("share", 0.25)
                .containsEntry("bytes", 5_000_000_000L)
                .containsEntry("name", "a = b")
                .containsEntry("lanes", new String[] {"light", "train"});
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "speed = 10        | speed = 10 is not allowed; it takes a whole number from 1 to 9",
                "speed = fast      | speed = fast is not allowed; it takes a whole number from 1 to 9",
                "speed = 3.5       | it takes a whole number from 1 to 9",
                "speed = 99999999999 | it takes a whole number from 1 to 9",
                "speed =           | it takes a whole number from 1 to 9",
                "share = NaN       | it takes a number from 0 to 1",
                "bytes = -1        | it takes a whole number of at least 0",
                "wet = yes         | it takes true or false",
                "lanes = light,dark| lanes = dark is not allowed; it takes any of light, train",
                "sped = 3          | there is no sped. Did you mean 'speed'?",
                "speed             | line 1 cannot be read",
                "= 3               | line 1 cannot be read",
            })
    void refusesWhatIsWrongAndKeepsWhatWasInForce(String line, String reason) throws Exception {
        write("speed = 4\n");
        configs.scan();
        write(line + "\nname = new\n");

        assertThat(configs.scan()).singleElement().asString().contains("/polish.cfg: ", reason, "stays in force");
        assertThat(inForce.get("polish")).isEqualTo(Map.of("speed", 4));
        assertThat(framework.refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.subject()).endsWith("/polish.cfg");
            assertThat(refusal.reason()).contains(reason);
        });

        write("speed = 5\n");
        assertThat(configs.scan()).isEmpty();
        assertThat(inForce.get("polish")).isEqualTo(Map.of("speed", 5));
        assertThat(framework.refusals()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFFspeed = 9\r\n", "\uFEFF# a comment\r\nspeed = 9\r\n"})
    void readsWhatEditorsOnWindowsWrite(String text) throws Exception {
        write(text);

        assertThat(configs.scan()).isEmpty();
        assertThat(inForce.get("polish")).isEqualTo(Map.of("speed", 9));
    }

    @Test
    void refusesAFileThatIsNoText() throws Exception {
        Files.write(folder.resolve("polish.cfg"), new byte[] {'s', (byte) 0xff, (byte) 0xfe, 0});

        assertThat(configs.scan()).singleElement().asString().contains("no text in UTF-8");
    }

    @Test
    void refusesASecondValue() throws Exception {
        write("speed = 4\nspeed = 5\n");

        assertThat(configs.scan()).singleElement().asString().contains("line 2 sets speed a second time");
    }

    @Test
    void givesTheDefaultsWhenAFileGoes() throws Exception {
        write("speed = 4\n");
        configs.scan();
        Files.delete(folder.resolve("polish.cfg"));
        configs.scan();

        assertThat(inForce).isEmpty();
    }

    @Test
    void aFileForAServiceThatComesLaterWaits() throws Exception {
        Files.writeString(folder.resolve("later.cfg"), "depth = 2\n");
        assertThat(configs.scan()).isEmpty();
        assertThat(framework.refusals())
                .singleElement()
                .satisfies(r -> assertThat(r.reason()).contains("no service of this node", "polish"));

        var depth = new Setting(
                "depth",
                Setting.Kind.INTEGER,
                java.util.Optional.empty(),
                java.util.Optional.empty(),
                List.of(),
                false,
                java.util.Optional.empty());
        services.put("later", new ServiceSettings("later", Map.of("depth", depth)));
        configs.scan();
        assertThat(inForce.get("later")).isEqualTo(Map.of("depth", 2));
        assertThat(framework.refusals()).isEmpty();
    }

    /** By a rename, so that two writes within a moment are told apart. */
    private void write(String text) throws Exception {
        Path aside = Files.writeString(folder.resolve("aside"), text);
        Files.move(aside, folder.resolve("polish.cfg"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
}
