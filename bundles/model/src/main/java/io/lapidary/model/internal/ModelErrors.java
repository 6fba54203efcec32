package io.lapidary.model.internal;

import java.util.List;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.model.UnknownField;

/** The errors a model can cause, with their remedies. */
public final class ModelErrors {
    private ModelErrors() {}

    public static LapidaryException corrupt(String what, String where) {
        return new LapidaryException(
                ErrorCodes.CORRUPT_MODEL,
                "The model is corrupt: " + what + (where.isEmpty() ? "." : " at " + where + "."),
                "Fetch or convert the file again.",
                where,
                null);
    }

    public static LapidaryException notAModel(String what) {
        return new LapidaryException(
                ErrorCodes.NOT_A_MODEL, what, "Give a TensorFlow Lite file (.tflite), which has 'TFL3' at byte 4.");
    }

    public static LapidaryException unsupported(String what, String remedy) {
        return new LapidaryException(ErrorCodes.UNSUPPORTED_MODEL, what, remedy);
    }

    public static LapidaryException unknown(List<UnknownField> fields) {
        var first = fields.get(0);
        String more = fields.size() == 1 ? "" : " and " + (fields.size() - 1) + " more";
        return new LapidaryException(
                ErrorCodes.UNKNOWN_MODEL_FIELD,
                "The model holds " + first + more + ", which this version does not know and would lose.",
                "Use a newer version of Lapidary, or convert the model for TensorFlow Lite 2.21.",
                first.toString(),
                null);
    }
}
