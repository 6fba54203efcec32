package io.lapidary.shell.command;

import io.lapidary.api.LapidaryException;
import io.lapidary.shell.platform.Address;
import io.lapidary.shell.request.UsageException;
import io.lapidary.shell.result.ExitCode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lapidary topics check}. */
@Command(
        name = "check",
        header = "Checks the cluster and the topics.",
        description = "Checks whether the cluster is suitable and every topic is there as it must be; changes nothing.",
        footerHeading = "%nExample:%n",
        footer = {
            "  lapidary topics check --bootstrap-servers kafka:9092",
            "",
            "Exit codes: 0 all is well, 2 wrong command line, 7 the cluster does not answer",
            "or is not suitable."
        })
final class TopicsCheckCommand extends ShellCommand {
    @Mixin
    private PlatformOptions platformOptions;

    TopicsCheckCommand(Shell shell) {
        super(shell);
    }

    @Override
    ExitCode run() throws UsageException, LapidaryException, InterruptedException {
        Address address = shell().platforms().address(platformOptions.choice(shell()));
        shell().topics().check(address);
        console()
                .out()
                .println("The cluster and its topics at " + address.bootstrapServers() + " are as they must be.");
        return ExitCode.SATISFIED;
    }
}
