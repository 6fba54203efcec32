package io.lapidary.model.internal.flat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Text of a file: UTF-8 by the format, but nothing makes writers keep to it. */
final class Utf8 {
    private Utf8() {}

    /** The text; empty if the bytes are not UTF-8, so that decoding would lose something. */
    static Optional<String> strict(ByteBuffer bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(bytes.duplicate())
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** The text with replacement characters where it is not UTF-8. */
    static String lenient(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }
}
