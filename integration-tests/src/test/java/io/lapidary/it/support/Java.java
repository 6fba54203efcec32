package io.lapidary.it.support;

import java.nio.file.Path;

final class Java {
    private Java() {}

    /** The program that runs these tests. */
    static String executable() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
