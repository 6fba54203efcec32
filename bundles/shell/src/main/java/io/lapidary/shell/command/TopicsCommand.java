package io.lapidary.shell.command;

import io.lapidary.shell.request.UsageException;
import io.lapidary.shell.result.ExitCode;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code lapidary topics}. */
@Command(
        name = "topics",
        header = "Makes or checks the platform's topics.",
        description = "Makes or checks the platform's topics, for clusters where nodes may not make them.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lapidary topics create --bootstrap-servers kafka:9092 --partitions 16",
            "  lapidary topics check --bootstrap-servers kafka:9092",
            "",
            "'lapidary topics COMMAND --help' says what a command takes."
        })
final class TopicsCommand extends ShellCommand {
    private TopicsCommand(Shell shell) {
        super(shell);
    }

    static CommandLine withItsOwn(Shell shell) {
        return new CommandLine(new TopicsCommand(shell))
                .addSubcommand(new TopicsCreateCommand(shell))
                .addSubcommand(new TopicsCheckCommand(shell));
    }

    @Override
    ExitCode run() throws UsageException {
        throw new UsageException("No command is named. 'lapidary topics --help' lists them.");
    }
}
