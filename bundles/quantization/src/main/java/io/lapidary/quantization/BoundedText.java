package io.lapidary.quantization;

/**
 * A name that a regular expression may look at so often and no more. Both come from strangers, a few pairs would take years, and
 * the JDK's matcher heeds no interruption: a call that hangs in it is lost, and with some of them the technique for everybody.
 */
final class BoundedText implements CharSequence {
    /** Some tenths of a second; what is meant to name a tensor takes some thousand. */
    private static final int MOST_LOOKS = 10_000_000;

    /** The expression and the name do not come to an end. */
    static final class TooManyLooks extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final String text;
    private int looks;

    BoundedText(String text) {
        this.text = text;
    }

    @Override
    public char charAt(int index) {
        if (++looks > MOST_LOOKS) {
            throw new TooManyLooks();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
