package io.lapidary.api;

import java.util.regex.Pattern;

/** Keeps what is said of a failure a sentence for people, whatever a stranger's request or file puts into it. */
final class Sentence {
    /** Of what is longer, the beginning and the end are kept. */
    static final int LONGEST = 4_000;

    private static final int END = 1_000;

    /** Those of line ends would look like further lines of a log, others command a terminal. */
    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}+");

    private Sentence() {}

    static String of(String text) {
        String line = text.chars().anyMatch(Character::isISOControl)
                ? CONTROL.matcher(text).replaceAll(" ")
                : text;
        if (line.length() <= LONGEST) {
            return line;
        }
        return line.substring(0, LONGEST - END) + " ... (" + (line.length() - LONGEST) + " characters left out) ... "
                + line.substring(line.length() - END);
    }
}
