package io.lapidary.dataset.internal.format;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleStream;
import io.lapidary.api.dataset.Vocabulary;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.dataset.internal.source.DataErrors;
import io.lapidary.dataset.internal.source.TextFile;

/** Labels as text: a transcript on every line, UTF-8, as tokens of a vocabulary. Read twice, first for the longest. */
public final class TranscriptText implements SampleStream {
    private static final int LONGEST_LINE = 1 << 16;

    private final String data;
    private final BufferedReader in;
    private final Vocabulary vocabulary;
    private final long count;
    private final TensorSpec spec;
    private long line;

    private TranscriptText(String data, BufferedReader in, Vocabulary vocabulary, long count, int longest) {
        this.data = data;
        this.in = in;
        this.vocabulary = vocabulary;
        this.count = count;
        // Two at least: one alone would be a class index.
        this.spec = new TensorSpec("y", ElementType.INT64, List.of(Math.max(2, longest)));
    }

    /** Opens and checks the whole file. */
    public static TranscriptText open(String data, Path file, Vocabulary vocabulary) throws LapidaryException {
        try {
            long count = 0;
            int longest = 0;
            try (var counted = new TranscriptText(data, reader(file), vocabulary, 0, 0)) {
                for (var text = counted.read(); text.isPresent(); text = counted.read()) {
                    longest = Math.max(
                            longest, text.get().codePointCount(0, text.get().length()));
                    count++;
                }
            }
            return new TranscriptText(data, reader(file), vocabulary, count, longest);
        } catch (IOException e) {
            throw DataErrors.unreadable(data, e);
        }
    }

    /** Of another encoding it says so. */
    private static BufferedReader reader(Path file) throws IOException {
        return new BufferedReader(new InputStreamReader(TextFile.open(file), StandardCharsets.UTF_8.newDecoder()));
    }

    private Optional<String> read() throws LapidaryException {
        var text = new StringBuilder();
        try {
            int c = in.read();
            if (c < 0) {
                return Optional.empty();
            }
            line++;
            while (c >= 0 && c != '\n') {
                if (text.length() == LONGEST_LINE) {
                    throw DataErrors.unsupported(
                            data,
                            "line " + line + " is over the limit of " + LONGEST_LINE + " characters",
                            "Transcripts are one per line.");
                }
                text.append((char) c);
                c = in.read();
            }
            return Optional.of(text.toString().strip());
        } catch (MalformedInputException e) {
            throw DataErrors.invalid(data, "it is not UTF-8, from line " + (line + 1) + " on", "Write it as UTF-8.");
        } catch (IOException e) {
            throw DataErrors.unreadable(data, e);
        }
    }

    @Override
    public List<TensorSpec> arrays() {
        return List.of(spec);
    }

    @Override
    public Optional<String> labels() {
        return Optional.of(spec.name());
    }

    @Override
    public Optional<Long> count() {
        return Optional.of(count);
    }

    @Override
    public Optional<Map<String, ByteBuffer>> next() throws LapidaryException {
        Optional<String> text = read();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var tokens = ByteBuffer.allocate(Math.toIntExact(spec.elements()) * Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (long token : vocabulary.encode(text.get())) {
            tokens.putLong(token);
        }
        while (tokens.hasRemaining()) {
            tokens.putLong(Vocabulary.PADDING);
        }
        return Optional.of(Map.of(spec.name(), tokens.flip()));
    }

    @Override
    public void skip(long samples) throws LapidaryException {
        long left = samples;
        while (left > 0 && read().isPresent()) {
            left--;
        }
    }

    @Override
    public void close() throws LapidaryException {
        try {
            in.close();
        } catch (IOException e) {
            throw DataErrors.unreadable(data, e);
        }
    }
}
