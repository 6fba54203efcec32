package io.lapidary.shell.command;

import picocli.CommandLine.Option;

/** The output for programs. */
final class JsonOption {
    @Option(names = "--json", description = "Prints one JSON document instead of text.")
    boolean json;
}
