package io.lapidary.shell.view;

/** Colours, where the screen has them. */
public enum Style {
    GOOD("32"),
    BAD("31"),
    WARNING("33"),
    BOLD("1"),
    FAINT("2");

    private final String code;

    Style(String code) {
        this.code = code;
    }

    public String on(Screen screen, String text) {
        return screen.color() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
