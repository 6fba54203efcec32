package io.lapidary.shell.command;

import io.lapidary.shell.request.UsageException;
import io.lapidary.shell.result.ExitCode;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code lapidary store}. */
@Command(
        name = "store",
        header = "Puts, fetches, checks and cleans up what the store holds.",
        description = "Puts, fetches, checks and cleans up what the store holds.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lapidary store put m.tflite",
            "  lapidary store gc --older-than 720h --dry-run",
            "",
            "'lapidary store COMMAND --help' says what a command takes."
        })
final class StoreCommand extends ShellCommand {
    private StoreCommand(Shell shell) {
        super(shell);
    }

    static CommandLine withItsOwn(Shell shell) {
        return new CommandLine(new StoreCommand(shell))
                .addSubcommand(new StorePutCommand(shell))
                .addSubcommand(new StoreGetCommand(shell))
                .addSubcommand(new StoreVerifyCommand(shell))
                .addSubcommand(new StoreGcCommand(shell));
    }

    @Override
    ExitCode run() throws UsageException {
        throw new UsageException("No command is named. 'lapidary store --help' lists them.");
    }
}
