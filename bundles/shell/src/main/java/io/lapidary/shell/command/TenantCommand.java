package io.lapidary.shell.command;

import io.lapidary.shell.request.UsageException;
import io.lapidary.shell.result.ExitCode;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code lapidary tenant}. */
@Command(
        name = "tenant",
        header = "Adds or lists tenants.",
        description = "Adds or lists tenants: each has a topic of requests of its own.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lapidary tenant add vision",
            "  lapidary tenant list",
            "",
            "'lapidary tenant COMMAND --help' says what a command takes."
        })
final class TenantCommand extends ShellCommand {
    private TenantCommand(Shell shell) {
        super(shell);
    }

    static CommandLine withItsOwn(Shell shell) {
        return new CommandLine(new TenantCommand(shell))
                .addSubcommand(new TenantAddCommand(shell))
                .addSubcommand(new TenantListCommand(shell));
    }

    @Override
    ExitCode run() throws UsageException {
        throw new UsageException("No command is named. 'lapidary tenant --help' lists them.");
    }
}
