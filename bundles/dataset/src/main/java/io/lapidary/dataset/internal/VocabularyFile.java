package io.lapidary.dataset.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.DataSource;
import io.lapidary.api.dataset.Vocabulary;
import io.lapidary.dataset.internal.source.DataErrors;
import io.lapidary.dataset.internal.source.TextFile;

/** The file that the option {@code tokens} names: a piece of text per line, UTF-8; blanks around it belong to it. */
final class VocabularyFile {
    private static final long LARGEST = 16L << 20;

    private VocabularyFile() {}

    static Vocabulary read(DataSource data, String tokens) throws LapidaryException {
        Path file = Beside.of(data.path(), tokens);
        String name = file.getFileName().toString();
        try {
            if (Files.size(file) > LARGEST) {
                throw DataErrors.unsupported(
                        name,
                        "it has " + Files.size(file) + " bytes, the limit for tokens is " + LARGEST,
                        "Name a file with a piece of text per line.");
            }
            List<String> lines = Arrays.asList(text(file).split("\r?\n", -1));
            boolean ended = lines.get(lines.size() - 1).isEmpty();
            return new Vocabulary(ended ? lines.subList(0, lines.size() - 1) : lines);
        } catch (CharacterCodingException e) {
            throw DataErrors.invalid(name, "it is not UTF-8", "Write it as UTF-8.");
        } catch (IOException e) {
            throw DataErrors.unreadable(name, e);
        }
    }

    private static String text(Path file) throws IOException {
        try (InputStream in = TextFile.open(file)) {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(in.readAllBytes()))
                    .toString();
        }
    }
}
