package com.example.carray;

import java.io.IOException;
import java.io.Reader;
import java.io.StreamTokenizer;

/** The tokens of a C text, comments left out: enough of the language to read what a compiler would. */
final class CTokens {
    /** The text is not what it should be. */
    static final class Unexpected extends Exception {
        private static final long serialVersionUID = 1L;

        Unexpected(String message) {
            super(message);
        }
    }

    static final String END = "the end";

    private final StreamTokenizer tokens;

    CTokens(Reader text) {
        tokens = new StreamTokenizer(text);
        tokens.resetSyntax();
        tokens.whitespaceChars(0, ' ');
        tokens.wordChars('A', 'Z');
        tokens.wordChars('a', 'z');
        tokens.wordChars('0', '9');
        tokens.wordChars('_', '_');
        tokens.quoteChar('"');
        tokens.slashStarComments(true);
    }

    /** The next word or mark; {@link #END} behind the last. */
    String next() throws IOException {
        return switch (tokens.nextToken()) {
            case StreamTokenizer.TT_EOF -> END;
            case StreamTokenizer.TT_WORD -> tokens.sval;
            case '"' -> '"' + tokens.sval + '"';
            default -> String.valueOf((char) tokens.ttype);
        };
    }

    /** @param expected tokens, with blanks between */
    void expect(String expected) throws IOException, Unexpected {
        for (String token : expected.split(" ")) {
            requireEqual(token, next());
        }
    }

    void expectEnd() throws IOException, Unexpected {
        requireEqual(END, next());
    }

    /** A number as C writes it, decimal or hexadecimal. */
    long number() throws IOException, Unexpected {
        return number(next());
    }

    long number(String token) throws Unexpected {
        try {
            return Long.decode(token);
        } catch (NumberFormatException e) {
            throw new Unexpected("line " + tokens.lineno() + ": '" + token + "' instead of a number");
        }
    }

    private void requireEqual(String expected, String found) throws Unexpected {
        if (!expected.equals(found)) {
            throw new Unexpected("line " + tokens.lineno() + ": '" + found + "' instead of '" + expected + "'");
        }
    }
}
