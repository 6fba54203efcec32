package io.lapidary.shell.command;

import io.lapidary.shell.result.ExitCode;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lapidary completion}. */
@Command(
        name = "completion",
        header = "Prints a script that completes commands in bash and zsh.",
        description = "Prints a script that lets bash and zsh complete commands, options and their values.",
        footerHeading = "%nExample:%n",
        footer = {
            "  lapidary completion > ~/.lapidary-completion",
            "  echo 'source ~/.lapidary-completion' >> ~/.bashrc",
            "",
            "Exit codes: 0 printed, 2 wrong command line."
        })
final class CompletionCommand extends ShellCommand {
    @Spec
    private CommandSpec spec;

    CompletionCommand(Shell shell) {
        super(shell);
    }

    @Override
    ExitCode run() {
        var root = spec.parent().commandLine();
        console().out().print(AutoComplete.bash(root.getCommandName(), root));
        return ExitCode.SATISFIED;
    }
}
