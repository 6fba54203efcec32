package io.lapidary.events.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;

class SchemaCatalogTest {
    private final SchemaCatalog catalog = new SchemaCatalog();

    @Test
    void knownSchemasAreThoseThatTheirFingerprintsSay() {
        assertThat(SchemaCatalog.known()).hasSize(12).allSatisfy((fingerprint, json) -> {
            assertThat(Fingerprint.hex(Fingerprint.of(new Schema.Parser().parse(json))))
                    .isEqualTo(fingerprint);
            assertThat(json).doesNotContain("avro.java").contains("\"doc\"");
        });
    }

    @Test
    void whatIsNoSchemaIsRefused() {
        assertRefused("0000000000000000", "not json", "is no Avro schema");
        assertRefused("0000000000000000", "{\"type\": \"record\", \"name\": \"A\"}", "is no Avro schema");
        assertRefused("0000000000000000", "\"string\"", "has the fingerprint");
        assertRefused("../etc", "\"string\"", "has the fingerprint");
        assertRefused("0000000000000000", "[".repeat(100_000), "nests deeper");
    }

    @Test
    void thereIsAnEndToWhatIsLearned() throws LapidaryException {
        for (int i = 0; i < SchemaCatalog.MAX_LEARNED; i++) {
            learn(i);
        }
        learn(0);
        var refused = catchThrowableOfType(LapidaryException.class, () -> learn(SchemaCatalog.MAX_LEARNED));
        assertThat(refused).hasMessageContaining("one more than the 10000");
    }

    private void learn(int number) throws LapidaryException {
        Schema schema = SchemaBuilder.record("R" + number).fields().endRecord();
        catalog.learn(Fingerprint.hex(Fingerprint.of(schema)), schema.toString());
    }

    private void assertRefused(String fingerprint, String json, String why) {
        var refused = catchThrowableOfType(LapidaryException.class, () -> catalog.learn(fingerprint, json));
        assertThat(refused.code()).isEqualTo(ErrorCodes.UNDECODABLE_MESSAGE);
        assertThat(refused).hasMessageContaining(why);
    }
}
