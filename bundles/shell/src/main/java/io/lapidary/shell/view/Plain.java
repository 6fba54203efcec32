package io.lapidary.shell.view;

import java.util.regex.Pattern;

/** Text of others, as models name their tensors and senders their requests, that is to be shown and not to command the terminal. */
public final class Plain {
    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

    private Plain() {}

    /** With a question mark for each control character. */
    public static String of(String text) {
        return text.chars().anyMatch(Character::isISOControl)
                ? CONTROL.matcher(text).replaceAll("?")
                : text;
    }
}
