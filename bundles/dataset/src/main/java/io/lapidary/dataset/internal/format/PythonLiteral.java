package io.lapidary.dataset.internal.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the part of Python's literals that headers of .npy files use: dictionaries, tuples, lists, strings, integers, booleans. */
final class PythonLiteral {
    private static final int DEEPEST = 16;

    private final String text;
    private int at;

    private PythonLiteral(String text) {
        this.text = text;
    }

    /**
     * Reads one value: a Map, a List (of tuples and lists), a String, a Long or a Boolean.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    static Object parse(String text) {
        var parser = new PythonLiteral(text);
        Object value = parser.value(0);
        if (parser.peek() != 0) {
            throw parser.unexpected();
        }
        return value;
    }

    private Object value(int depth) {
        if (depth > DEEPEST) {
            throw unexpected();
        }
        char c = peek();
        return switch (c) {
            case '{' -> dictionary(depth);
            case '(' -> sequence(')', depth);
            case '[' -> sequence(']', depth);
            case '\'', '"' -> string();
            default -> word();
        };
    }

    private Map<String, Object> dictionary(int depth) {
        at++;
        var entries = new LinkedHashMap<String, Object>();
        while (peek() != '}') {
            String key = string();
            expect(':');
            entries.put(key, value(depth + 1));
            if (peek() != '}') {
                expect(',');
            }
        }
        at++;
        return entries;
    }

    private List<Object> sequence(char end, int depth) {
        at++;
        var elements = new ArrayList<>();
        while (peek() != end) {
            elements.add(value(depth + 1));
            if (peek() != end) {
                expect(',');
            }
        }
        at++;
        return elements;
    }

    private String string() {
        char quote = peek();
        int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
        if (end < 0) {
            throw unexpected();
        }
        String content = text.substring(at + 1, end);
        if (content.indexOf('\\') >= 0) {
            throw unexpected();
        }
        at = end + 1;
        return content;
    }

    private Object word() {
        peek();
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '-')) {
            at++;
        }
        String word = text.substring(start, at);
        return switch (word) {
            case "True" -> true;
            case "False" -> false;
            default -> integer(word);
        };
    }

    /** Python 2 wrote an L behind long integers. */
    private Long integer(String word) {
        try {
            return Long.parseLong(word.endsWith("L") ? word.substring(0, word.length() - 1) : word);
        } catch (NumberFormatException e) {
            throw unexpected();
        }
    }

    private void expect(char c) {
        if (peek() != c) {
            throw unexpected();
        }
        at++;
    }

    /** The next character that is no space; 0 at the end. */
    private char peek() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException("unexpected at character " + at);
    }
}
