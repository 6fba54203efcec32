package io.lapidary.dataset;

import java.util.List;

import io.lapidary.api.parameter.Parameter;

/** The options of a data location's query; {@link DataOptions} holds their values. */
public final class DataParameters {
    private static final double LARGE = DataOptions.LARGE;
    static final String AUTO = "auto";

    public static final Parameter<Double> SCALE = Parameter.number(
                    "scale", -LARGE, LARGE, "Factor of every stored value, applied after offset.")
            .defaultsTo(1.0);
    public static final Parameter<Double> OFFSET = Parameter.number(
                    "offset",
                    -LARGE,
                    LARGE,
                    "Added to every stored value, before scale; minus the zero point of quantized data.")
            .defaultsTo(0.0);
    public static final Parameter<String> MEAN = Parameter.text(
                    "mean", "Subtracted after scale: one number, or one per channel with commas between.")
            .defaultsTo("0");
    public static final Parameter<String> STD = Parameter.text(
                    "std", "Divides after mean was subtracted: one number, or one per channel with commas between.")
            .defaultsTo("1");
    public static final Parameter<String> DTYPE = Parameter.choice(
                    "dtype",
                    List.of(AUTO, "float32", "int8", "uint8", "int16", "int32", "int64"),
                    "Type in which samples reach the model: float32, which an integer input quantizes by its own scale, or the"
                            + " input's own integer type, rounded to even. By default float32 if the data is float or is computed with, else as stored.")
            .defaultsTo(AUTO);
    public static final Parameter<String> LAYOUT = Parameter.choice(
                    "layout", List.of("NHWC", "NCHW"), "Order in which images are stored; the model gets NHWC.")
            .defaultsTo("NHWC");
    public static final Parameter<String> RESIZE = Parameter.text(
                    "resize",
                    "WIDTHxHEIGHT to which images are scaled, bilinear with half-pixel centres, without smoothing.")
            .defaultsTo("");
    public static final Parameter<String> CROP = Parameter.text(
                    "crop", "WIDTHxHEIGHT of the middle part that is taken, after resize.")
            .defaultsTo("");
    public static final Parameter<String> CHANNELS = Parameter.choice(
                    "channels",
                    List.of(AUTO, "1", "3"),
                    "1 makes images grey (0.299 R + 0.587 G + 0.114 B), 3 makes them RGB; by default as stored. Alpha is dropped.")
            .defaultsTo(AUTO);
    public static final Parameter<String> LABELS = Parameter.text(
                    "labels",
                    "File with one label per sample, relative to the data: .npy, .npz (array y), IDX, or text with an integer per line; with tokens, text with a transcript per line.")
            .defaultsTo("");
    public static final Parameter<Long> LABEL_OFFSET = Parameter.integer(
                    "label_offset", -1_000_000_000, 1_000_000_000, "Added to every integer label.")
            .defaultsTo(0L);
    public static final Parameter<String> TOKENS = Parameter.text(
                    "tokens",
                    "File with the pieces of text that the model's tokens stand for, one per line, relative to the data; labels"
                            + " that are text are then transcripts.")
            .defaultsTo("");
    public static final Parameter<String> COLUMNS = Parameter.text(
                    "columns",
                    "Columns of a CSV file, or features of a TFRecord file, that are samples, with commas between; by default"
                            + " all that are no labels.")
            .defaultsTo("");
    public static final Parameter<String> LABEL = Parameter.text(
                    "label",
                    "Columns of a CSV file, or the feature of a TFRecord file, that are the label; by default label or y.")
            .defaultsTo("");
    public static final Parameter<String> DELIMITER = Parameter.choice(
                    "delimiter", List.of("comma", "semicolon", "tab"), "What separates the cells of a CSV file.")
            .defaultsTo("comma");
    public static final Parameter<String> HEADER = Parameter.choice(
                    "header",
                    List.of(AUTO, "true", "false"),
                    "Whether the first line of a CSV file names the columns; by default if it has a cell that is no number."
                            + " Columns without a name are called 0, 1, 2 ...")
            .defaultsTo(AUTO);
    public static final Parameter<String> SLICE_OPTION = Parameter.text(
                    "slice", "FROM:TO, the samples to take, counted from 0, TO not among them; either may be left out.")
            .defaultsTo("");
    public static final Parameter<String> NAME = Parameter.text(
                    "name",
                    "The data's original file name, for messages; the command line sets it for data in the store.")
            .defaultsTo("");

    /** Every option, for help and docs. */
    public static final List<Parameter<?>> PARAMETERS = List.of(
            SCALE,
            OFFSET,
            MEAN,
            STD,
            DTYPE,
            LAYOUT,
            RESIZE,
            CROP,
            CHANNELS,
            LABELS,
            TOKENS,
            COLUMNS,
            LABEL,
            DELIMITER,
            HEADER,
            LABEL_OFFSET,
            SLICE_OPTION,
            NAME);

    private DataParameters() {}
}
