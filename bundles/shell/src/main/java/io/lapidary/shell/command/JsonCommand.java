package io.lapidary.shell.command;

import io.lapidary.shell.view.Progress;

import picocli.CommandLine.Option;

/** A command that can answer a program: with {@code --json} standard output is one JSON document. */
abstract class JsonCommand extends ShellCommand {
    @Option(names = "--json", order = JSON_ORDER, description = "Prints one JSON document instead of text.")
    private boolean json;

    JsonCommand(Shell shell) {
        super(shell);
    }

    @Override
    final boolean json() {
        return json;
    }

    /** Progress as the output allows; close it. */
    final Progress progress() {
        return json ? console().progressBesideJson() : console().progress();
    }
}
