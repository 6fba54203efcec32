package io.lapidary.dataset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.parameter.Parameter;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.api.tensor.ElementType;

/**
 * How data is read: the query of a data location, typed.
 *
 * <p>In this order: {@code slice} picks samples; {@code layout} makes [C, H, W] into [H, W, C]; {@code channels} makes grey of
 * colour or colour of grey; {@code resize}; {@code crop}; then {@code value = (stored + offset) * scale}, then
 * {@code (value - mean) / std}, computed in float64 and rounded once; then {@code dtype}.
 */
public record DataOptions(
        Values values,
        Geometry geometry,
        Columns columns,
        Optional<String> labels,
        Optional<String> tokens,
        long labelOffset,
        Slice slice) {
    static final double LARGE = 1e30;
    private static final int LARGEST_SIDE = 16_384;
    private static final String OWNER = "data";
    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");
    private static final Pattern SLICE = Pattern.compile("(\\d{0,18}):(\\d{0,18})");

    /**
     * @param mean one number, or one per channel
     * @param std one number, or one per channel; none is 0
     * @param given whether any of scale, offset, mean and std was given, even with its default
     * @param dtype empty for auto
     */
    public record Values(
            double scale,
            double offset,
            List<Double> mean,
            List<Double> std,
            boolean given,
            Optional<ElementType> dtype) {
        /** Values as stored. */
        public static final Values AS_STORED = new Values(1, 0, List.of(0.0), List.of(1.0), false, Optional.empty());
    }

    /**
     * @param planar whether images are stored channel by channel
     * @param channels 1 or 3, if any were asked for
     */
    public record Geometry(boolean planar, Optional<Size> resize, Optional<Size> crop, Optional<Integer> channels) {
        /** Images as stored. */
        public static final Geometry AS_STORED =
                new Geometry(false, Optional.empty(), Optional.empty(), Optional.empty());

        public boolean isAsStored() {
            return equals(AS_STORED);
        }
    }

    /**
     * Which parts of a table are what.
     *
     * @param samples names of columns or features; none for all that are no labels
     * @param labels names of columns, or of one feature; none for what is called label or y
     * @param delimiter between cells
     * @param header whether the first line names the columns; empty to find out
     */
    public record Columns(List<String> samples, List<String> labels, char delimiter, Optional<Boolean> header) {}

    /** In pixels. */
    public record Size(int width, int height) {}

    /**
     * @param from the first sample
     * @param to the first sample after the last; empty for the end of the data
     */
    public record Slice(long from, Optional<Long> to) {}

    /**
     * Reads options.
     *
     * @throws LapidaryException of code unknown-parameter (with the nearest name) or invalid-parameter
     */
    public static DataOptions parse(Map<String, String> query) throws LapidaryException {
        var given = new HashMap<>(query);
        Parameters options = Parameters.resolve(OWNER, DataParameters.PARAMETERS, given);
        boolean numbersGiven = given.keySet().stream()
                .anyMatch(List.of(
                        DataParameters.SCALE.name(),
                        DataParameters.OFFSET.name(),
                        DataParameters.MEAN.name(),
                        DataParameters.STD.name())::contains);
        List<Double> std = numbers(options, DataParameters.STD);
        if (std.contains(0.0)) {
            throw refused(DataParameters.STD, options.get(DataParameters.STD), "numbers other than 0");
        }
        // It would make every sample the same.
        if (options.get(DataParameters.SCALE) == 0) {
            throw refused(DataParameters.SCALE, "0", "a number other than 0");
        }
        var values = new Values(
                options.get(DataParameters.SCALE),
                options.get(DataParameters.OFFSET),
                numbers(options, DataParameters.MEAN),
                std,
                numbersGiven,
                dtype(options));
        var geometry = new Geometry(
                options.get(DataParameters.LAYOUT).equals("NCHW"),
                size(options, DataParameters.RESIZE),
                size(options, DataParameters.CROP),
                Optional.of(options.get(DataParameters.CHANNELS))
                        .filter(c -> !c.equals(DataParameters.AUTO))
                        .map(Integer::valueOf));
        return new DataOptions(
                values,
                geometry,
                columns(options),
                Optional.of(options.get(DataParameters.LABELS)).filter(l -> !l.isBlank()),
                Optional.of(options.get(DataParameters.TOKENS)).filter(t -> !t.isBlank()),
                options.get(DataParameters.LABEL_OFFSET),
                slice(options));
    }

    private static Columns columns(Parameters options) {
        char delimiter = switch (options.get(DataParameters.DELIMITER)) {
            case "semicolon" -> ';';
            case "tab" -> '\t';
            default -> ',';
        };
        return new Columns(
                names(options.get(DataParameters.COLUMNS)),
                names(options.get(DataParameters.LABEL)),
                delimiter,
                Optional.of(options.get(DataParameters.HEADER))
                        .filter(h -> !h.equals(DataParameters.AUTO))
                        .map(Boolean::valueOf));
    }

    private static List<String> names(String text) {
        return Stream.of(text.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static Optional<ElementType> dtype(Parameters options) {
        return Optional.of(options.get(DataParameters.DTYPE))
                .filter(d -> !d.equals(DataParameters.AUTO))
                .map(d -> ElementType.valueOf(d.toUpperCase(Locale.ROOT)));
    }

    private static List<Double> numbers(Parameters options, Parameter<String> option) throws LapidaryException {
        var numbers = new ArrayList<Double>();
        for (String part : options.get(option).split(",", -1)) {
            try {
                numbers.add(Double.parseDouble(part.strip()));
            } catch (NumberFormatException e) {
                throw refused(option, options.get(option), "numbers with commas between");
            }
        }
        if (numbers.stream().anyMatch(n -> !(Math.abs(n) <= LARGE))) {
            throw refused(option, options.get(option), "finite numbers");
        }
        return List.copyOf(numbers);
    }

    private static Optional<Size> size(Parameters options, Parameter<String> option) throws LapidaryException {
        String text = options.get(option);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Matcher matcher = SIZE.matcher(text);
        if (matcher.matches()) {
            var size = new Size(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
            if (isSide(size.width()) && isSide(size.height())) {
                return Optional.of(size);
            }
        }
        throw refused(option, text, "WIDTHxHEIGHT, each from 1 to " + LARGEST_SIDE + ", as in 96x96");
    }

    private static boolean isSide(int pixels) {
        return pixels >= 1 && pixels <= LARGEST_SIDE;
    }

    private static Slice slice(Parameters options) throws LapidaryException {
        String text = options.get(DataParameters.SLICE_OPTION);
        if (text.isEmpty()) {
            return new Slice(0, Optional.empty());
        }
        Matcher matcher = SLICE.matcher(text);
        if (matcher.matches()) {
            long from = matcher.group(1).isEmpty() ? 0 : Long.parseLong(matcher.group(1));
            Optional<Long> to =
                    Optional.of(matcher.group(2)).filter(t -> !t.isEmpty()).map(Long::valueOf);
            if (to.isEmpty() || to.get() > from) {
                return new Slice(from, to);
            }
        }
        throw refused(DataParameters.SLICE_OPTION, text, "FROM:TO with FROM less than TO, as in 100:1000");
    }

    private static LapidaryException refused(Parameter<?> option, String text, String allowed) {
        return new LapidaryException(
                ErrorCodes.INVALID_PARAMETER,
                OWNER + ": option " + option.name() + "=" + text + " is not " + allowed + ".",
                option.description());
    }
}
