package io.lapidary.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.apache.avro.Schema;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds docs/schemas, which programs in other languages read, to messages.avdl. After a change of messages.avdl run the tests
 * with {@code -Dlapidary.schemas.write=true}, which writes the files anew.
 */
class SchemaFilesTest {
    private static final Path FOLDER = Path.of("..", "..", "docs", "schemas");

    static Stream<Schema> messages() {
        return SchemaCatalog.own().stream();
    }

    @BeforeAll
    static void write() throws IOException {
        if (Boolean.getBoolean("lapidary.schemas.write")) {
            Files.createDirectories(FOLDER);
            for (Schema schema : SchemaCatalog.own()) {
                Files.writeString(FOLDER.resolve(schema.getName() + ".avsc"), text(schema));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void theFileIsWhatTheClassSays(Schema schema) throws IOException {
        String text = Files.readString(FOLDER.resolve(schema.getName() + ".avsc"));
        assertThat(text).isEqualTo(text(schema)).doesNotContain("avro.java");
        assertThat(Fingerprint.of(new Schema.Parser().parse(text)))
                .as("standing alone, it has the fingerprint that messages carry")
                .isEqualTo(Fingerprint.of(schema));
    }

    @Test
    void thereIsNoFileOfAMessageThatIsNoMore() throws IOException {
        try (var files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(SchemaCatalog.own().stream()
                            .map(schema -> schema.getName() + ".avsc")
                            .toList());
        }
    }

    private static String text(Schema schema) {
        return new Schema.Parser().parse(SchemaText.portable(schema)).toString(true) + "\n";
    }
}
