package io.lapidary.dataset.internal.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleStream;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.dataset.internal.source.DataErrors;
import io.lapidary.dataset.internal.source.TextFile;

/** Labels as text: an integer on every line. Read twice, first to count. */
public final class LabelText implements SampleStream {
    private static final int LONGEST_LINE = 24;
    private static final TensorSpec SPEC = new TensorSpec("y", ElementType.INT64, List.of());

    private final String data;
    private final InputStream in;
    private final long count;
    private final ByteBuffer value = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long line;

    private LabelText(String data, InputStream in, long count) {
        this.data = data;
        this.in = in;
        this.count = count;
    }

    /** Opens and checks the whole file. */
    public static LabelText open(String data, Path file) throws LapidaryException {
        try {
            long count = 0;
            try (var counted = new LabelText(data, TextFile.open(file), 0)) {
                while (counted.read().isPresent()) {
                    count++;
                }
            }
            return new LabelText(data, TextFile.open(file), count);
        } catch (IOException e) {
            throw DataErrors.unreadable(data, e);
        }
    }

    @Override
    public List<TensorSpec> arrays() {
        return List.of(SPEC);
    }

    @Override
    public Optional<String> labels() {
        return Optional.of(SPEC.name());
    }

    @Override
    public Optional<Long> count() {
        return Optional.of(count);
    }

    @Override
    public Optional<Map<String, ByteBuffer>> next() throws LapidaryException {
        OptionalLong next = read();
        return next.isEmpty() ? Optional.empty() : Optional.of(Map.of(SPEC.name(), value.putLong(0, next.getAsLong())));
    }

    @Override
    public void skip(long samples) throws LapidaryException {
        long left = samples;
        while (left > 0 && read().isPresent()) {
            left--;
        }
    }

    /** The integer on the next line; empty at the end of the file. Lines are read byte by byte, so that a long one takes no memory. */
    private OptionalLong read() throws LapidaryException {
        var text = new StringBuilder();
        try {
            int c = in.read();
            while (c >= 0 && c != '\n') {
                text.append((char) c);
                if (text.length() > LONGEST_LINE) {
                    throw notAnInteger();
                }
                c = in.read();
            }
            if (c < 0 && text.isEmpty()) {
                return OptionalLong.empty();
            }
            long label = Long.parseLong(text.toString().strip());
            line++;
            return OptionalLong.of(label);
        } catch (NumberFormatException e) {
            throw notAnInteger();
        } catch (IOException e) {
            throw DataErrors.unreadable(data, e);
        }
    }

    /** The line is not repeated: it may be of a file that the reader of the message should not see. */
    private LapidaryException notAnInteger() {
        return DataErrors.invalid(
                data,
                "line " + (line + 1) + " is not an integer",
                "Labels as text are one integer per line, and nothing else; transcripts take the option tokens=FILE.");
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
