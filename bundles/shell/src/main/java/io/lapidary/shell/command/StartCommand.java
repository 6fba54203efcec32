package io.lapidary.shell.command;

import java.util.List;

import io.lapidary.shell.request.UsageException;
import io.lapidary.shell.result.ExitCode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lapidary start}: listed here, run by the script, which becomes the node's process. */
@Command(
        name = "start",
        header = "Runs a node in the foreground.",
        description = "Runs a node with its own broker, or on a Kafka cluster, until SIGTERM or Ctrl-C.",
        footerHeading = "%nExample:%n",
        footer = {"  lapidary start --data /var/lib/lapidary --bootstrap-servers kafka-1:9092"})
final class StartCommand extends ShellCommand {
    @Parameters(arity = "0..*", hidden = true)
    private List<String> words;

    StartCommand(Shell shell) {
        super(shell);
    }

    @Override
    ExitCode run() throws UsageException {
        throw new UsageException("A node is started by the script itself: run bin/lapidary start.");
    }
}
