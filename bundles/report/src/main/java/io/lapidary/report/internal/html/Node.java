package io.lapidary.report.internal.html;

/** A piece of a page. Texts and attribute values are escaped where they are printed, and there is no way around that. */
public sealed interface Node permits Element, Text, StyleSheet {
    void print(StringBuilder out);
}
