package com.example.carray;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.parameter.Parameter;
import io.lapidary.api.parameter.Parameters;

/**
 * What the array is called in C.
 *
 * @param text an identifier
 */
record SymbolName(String text) {
    static final Parameter<String> PARAMETER = Parameter.text(
                    "symbol", "What the array is called: a C identifier of at most 31 characters.")
            .defaultsTo("model_data");

    // 31 is what every C compiler tells apart. No underscore in front: such names are the compiler's own.
    private static final Pattern FORM = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,30}");
    private static final Set<String> KEYWORDS = Set.of(
            ("auto break case char const continue default do double else enum extern float for goto if inline int long register"
                            + " restrict return short signed sizeof static struct switch typedef union unsigned void"
                            + " volatile while")
                    .split(" "));

    /** A type and a range say most of what a parameter may be; what they cannot say, the plugin checks itself, and says what to do. */
    static SymbolName of(Parameters parameters) throws LapidaryException {
        String text = parameters.get(PARAMETER);
        if (!FORM.matcher(text).matches() || KEYWORDS.contains(text)) {
            throw new LapidaryException(
                    ErrorCodes.INVALID_PARAMETER,
                    "c-array: parameter symbol=" + text + " is not a name that C takes.",
                    "Give letters, digits and underscores, beginning with a letter, at most 31, and no keyword of C.");
        }
        return new SymbolName(text);
    }

    /** The macro that holds the number of bytes. */
    String sizeMacro() {
        return text.toUpperCase(Locale.ROOT) + "_SIZE";
    }

    /** The macro that keeps a header from being read twice. */
    String guard() {
        return text.toUpperCase(Locale.ROOT) + "_H";
    }
}
