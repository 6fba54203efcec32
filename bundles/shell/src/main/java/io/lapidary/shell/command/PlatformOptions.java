package io.lapidary.shell.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

import io.lapidary.shell.platform.PlatformChoice;
import io.lapidary.shell.request.UsageException;
import io.lapidary.store.FileArtifactStore;

import picocli.CommandLine.Option;

/** Which platform a command talks to. */
final class PlatformOptions {
    private static final Pattern SERVERS = Pattern.compile("[^\\s,]+:\\d{1,5}(,[^\\s,]+:\\d{1,5})*");

    @Option(
            names = "--data",
            order = ShellCommand.PLATFORM_ORDER,
            paramLabel = "DIR",
            description =
                    "A node's data folder, where its node.json tells of it (default: $LAPIDARY_DATA, else ~/.lapidary).")
    private Path data;

    @Option(
            names = "--bootstrap-servers",
            order = ShellCommand.PLATFORM_ORDER,
            paramLabel = "HOST:PORT,...",
            description = "The platform's Kafka cluster, instead of that of the node in the data folder.")
    private String bootstrapServers;

    @Option(
            names = "--command-config",
            order = ShellCommand.PLATFORM_ORDER,
            paramLabel = "FILE",
            description = "Properties for the Kafka clients (TLS, SASL).")
    private Path commandConfig;

    @Option(
            names = "--store",
            order = ShellCommand.PLATFORM_ORDER,
            paramLabel = "DIR",
            description = "The store that the platform's nodes use, where it is not on this machine's data folder.")
    private Path store;

    PlatformChoice choice(Shell shell) throws UsageException {
        if (bootstrapServers != null && !SERVERS.matcher(bootstrapServers).matches()) {
            throw new UsageException("--bootstrap-servers takes host:port,..., not '" + bootstrapServers + "'.");
        }
        if (commandConfig != null && !Files.isReadable(shell.folder().resolve(commandConfig))) {
            throw new UsageException("The file " + commandConfig + " of --command-config cannot be read.");
        }
        if (store != null && !Files.isDirectory(shell.folder().resolve(store))) {
            throw new UsageException("The folder " + store + " of --store does not exist.");
        }
        // Opening it would make a store of whatever folder was named by mistake.
        if (store != null && !FileArtifactStore.isStore(shell.folder().resolve(store))) {
            throw new UsageException("The folder " + store
                    + " of --store is no store. Name the folder that a node's node.json names as its store.");
        }
        return new PlatformChoice(
                Optional.ofNullable(bootstrapServers),
                Optional.ofNullable(commandConfig).map(f -> shell.folder().resolve(f)),
                dataFolder(shell),
                Optional.ofNullable(store).map(f -> shell.folder().resolve(f)));
    }

    /** Whether a store was named that may not be the one that the nodes use. */
    boolean namesStore() {
        return store != null;
    }

    private Path dataFolder(Shell shell) {
        String named = shell.environment().getOrDefault("LAPIDARY_DATA", "");
        Path chosen = data != null ? data : named.isBlank() ? shell.userHome().resolve(".lapidary") : Path.of(named);
        return shell.folder().resolve(chosen).toAbsolutePath().normalize();
    }
}
