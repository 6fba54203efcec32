package io.lapidary.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DigestTest {
    private static final Digest MODEL = Digest.of("model");
    private static final Digest LABELS = Digest.of("labels");

    @Test
    void isReadAsAPersonWritesIt() {
        assertThat(Digest.parse(MODEL.uri())).contains(MODEL);
        assertThat(Digest.parse(MODEL.hex())).contains(MODEL);
        assertThat(Digest.parse(MODEL.hex().toUpperCase())).contains(MODEL);
        assertThat(Digest.parse("m.tflite")).isEmpty();
        assertThat(Digest.parse(MODEL.hex() + "0")).isEmpty();
        assertThat(Digest.parse("lapidary:sha256/" + MODEL.brief())).isEmpty();
    }

    @Test
    void everyAddressWithinATextIsFound() {
        assertThat(Digest.allIn(MODEL.uri() + "?name=x.npy&labels=" + LABELS.uri()))
                .containsExactly(MODEL, LABELS);
        assertThat(Digest.allIn("file:///data/x.npz")).isEmpty();
    }

    @Test
    void whatOnlyBeginsLikeAnAddressIsPassedOver() {
        assertThat(Digest.allIn("lapidary:sha256/" + "z".repeat(64) + MODEL.uri()))
                .containsExactly(MODEL);
        assertThat(Digest.allIn("lapidary:sha256/" + MODEL.brief())).isEmpty();
    }
}
