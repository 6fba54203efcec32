package io.lapidary.worker.internal.job;

/** Numbers of bytes as text; by hand, since every job tells one and a formatter took a twelfth of its time. */
final class Bytes {
    private static final int GROUP = 3;

    private Bytes() {}

    /** As in {@code 1,234,567 bytes}. */
    static String text(long count) {
        var text = new StringBuilder(Long.toString(count));
        int first = count < 0 ? 1 : 0;
        for (int i = text.length() - GROUP; i > first; i -= GROUP) {
            text.insert(i, ',');
        }
        return text.append(" bytes").toString();
    }
}
