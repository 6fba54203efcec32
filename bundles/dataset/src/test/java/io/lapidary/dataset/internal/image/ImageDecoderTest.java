package io.lapidary.dataset.internal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import io.lapidary.api.ErrorCodes;

class ImageDecoderTest {
    /** An image of 40 million pixels of 16 bits takes 300 MB, and the JDK's reader of PNG says only that it failed. */
    @Test
    void wantOfHeapIsNoDamageOfTheImage() {
        var heap = new OutOfMemoryError("Java heap space");
        var wrapped = new IOException("Caught exception during read: ", new IOException("again", heap));

        assertThatThrownBy(() -> ImageDecoder.unreadable("a.png", wrapped)).isSameAs(heap);
        assertThat(ImageDecoder.unreadable("a.png", new IOException("cut", new IOException("short")))
                        .code())
                .isEqualTo(ErrorCodes.INVALID_DATA);
    }
}
