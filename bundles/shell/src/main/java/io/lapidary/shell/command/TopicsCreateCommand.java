package io.lapidary.shell.command;

import java.util.OptionalInt;
import java.util.Set;

import io.lapidary.api.LapidaryException;
import io.lapidary.shell.platform.Address;
import io.lapidary.shell.request.UsageException;
import io.lapidary.shell.result.ExitCode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lapidary topics create}. */
@Command(
        name = "create",
        header = "Makes the topics that are missing.",
        description =
                "Makes the topics that are missing and sets up the groups; what is there is checked, not changed.",
        footerHeading = "%nExample:%n",
        footer = {
            "  lapidary topics create --bootstrap-servers kafka:9092 --partitions 16",
            "",
            "Exit codes: 0 all are there, 2 wrong command line, 7 the cluster does not answer",
            "or is not suitable."
        })
final class TopicsCreateCommand extends ShellCommand {
    @Option(
            names = "--partitions",
            paramLabel = "N",
            description =
                    "Of requests, control, completions and what they lead to (default: as those that are there, or"
                            + " 8). The nodes' configuration must say the same.")
    private Integer partitions;

    @Mixin
    private PlatformOptions platformOptions;

    TopicsCreateCommand(Shell shell) {
        super(shell);
    }

    @Override
    ExitCode run() throws UsageException, LapidaryException, InterruptedException {
        if (partitions != null && (partitions < 1 || partitions > 1000)) {
            throw new UsageException("--partitions " + partitions + " is not from 1 to 1000.");
        }
        Address address = shell().platforms().address(platformOptions.choice(shell()));
        shell().topics()
                .create(address, partitions == null ? OptionalInt.empty() : OptionalInt.of(partitions), Set.of());
        console().out().println("All topics are there at " + address.bootstrapServers() + ".");
        return ExitCode.SATISFIED;
    }
}
