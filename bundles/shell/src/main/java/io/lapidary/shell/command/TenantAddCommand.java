package io.lapidary.shell.command;

import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

import io.lapidary.api.LapidaryException;
import io.lapidary.events.codec.Topics;
import io.lapidary.shell.platform.Address;
import io.lapidary.shell.request.UsageException;
import io.lapidary.shell.result.ExitCode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lapidary tenant add}. */
@Command(
        name = "add",
        header = "Makes a tenant's topics.",
        description =
                "Makes a tenant's topics of requests and of control, which running nodes notice within seconds. Who may"
                        + " write to them is for the cluster's ACLs to say.",
        footerHeading = "%nExample:%n",
        footer = {
            "  lapidary tenant add vision",
            "",
            "Exit codes: 0 it is there, 2 wrong command line, 7 the cluster does not answer",
            "or does not let you."
        })
final class TenantAddCommand extends ShellCommand {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

    @Parameters(paramLabel = "NAME", description = "The tenant: small letters, digits, '-' and '_'.")
    private String name;

    @Mixin
    private PlatformOptions platformOptions;

    TenantAddCommand(Shell shell) {
        super(shell);
    }

    @Override
    ExitCode run() throws UsageException, LapidaryException, InterruptedException {
        if (!NAME.matcher(name).matches()) {
            throw new UsageException(
                    "'" + name
                            + "' is no tenant's name: small letters, digits, '-' and '_', at most 63, a letter or digit first.");
        }
        Address address = shell().platforms().address(platformOptions.choice(shell()));
        shell().topics().create(address, OptionalInt.empty(), Set.of(name));
        console().out().println("Requests of " + name + " go to " + Topics.requests(name) + ".");
        console().out().println("What it cancels of them goes to " + Topics.control(name) + ".");
        console()
                .out()
                .println("Its limits are in configs/io.lapidary.tenants.cfg, as in: limits = " + name + ".running=4");
        return ExitCode.SATISFIED;
    }
}
