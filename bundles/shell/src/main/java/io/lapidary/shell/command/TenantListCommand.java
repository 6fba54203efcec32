package io.lapidary.shell.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.LongFunction;

import io.lapidary.api.LapidaryException;
import io.lapidary.events.TenantUse;
import io.lapidary.events.codec.Topics;
import io.lapidary.shell.platform.Address;
import io.lapidary.shell.request.UsageException;
import io.lapidary.shell.result.ExitCode;
import io.lapidary.shell.view.Amounts;
import io.lapidary.shell.view.TextTable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lapidary tenant list}. */
@Command(
        name = "list",
        header = "Lists the tenants.",
        description = {
            "Lists the tenants that have a topic of requests, with what they have now and may have at most: items of work that"
                    + " are dispatched, requests that wait, and bytes of artifacts that were published within the horizon."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  lapidary tenant list",
            "",
            "Exit codes: 0 listed, 2 wrong command line, 7 the cluster does not answer."
        })
final class TenantListCommand extends JsonCommand {
    @Mixin
    private PlatformOptions platformOptions;

    TenantListCommand(Shell shell) {
        super(shell);
    }

    @Override
    ExitCode run() throws UsageException, LapidaryException, InterruptedException {
        Address address = shell().platforms().address(platformOptions.choice(shell()));
        SortedSet<String> tenants = shell().topics().tenants(address);
        Map<String, TenantUse> uses = shell().topics().uses(address);
        if (json()) {
            var document = new LinkedHashMap<String, Object>();
            document.put("tenants", tenants.stream().toList());
            var use = new LinkedHashMap<String, Object>();
            tenants.forEach(tenant -> use.put(tenant, fields(uses.getOrDefault(tenant, new TenantUse()))));
            document.put("use", use);
            console().json(document);
        } else {
            var table = new TextTable("tenant", "topic", "running", "queued", "bytes");
            tenants.forEach(tenant -> row(table, tenant, uses.getOrDefault(tenant, new TenantUse())));
            table.print(console().out(), console().outScreen(), "");
        }
        return ExitCode.SATISFIED;
    }

    private static void row(TextTable table, String tenant, TenantUse use) {
        table.row(
                tenant,
                Topics.requests(tenant),
                of(Amounts.count(use.getRunning()), use.getMaxRunning(), Amounts::count),
                of(Amounts.count(use.getQueued()), use.getMaxQueued(), Amounts::count),
                of(Amounts.bytes(use.getBytes()), use.getMaxBytes(), Amounts::bytes));
    }

    private static String of(String present, long most, LongFunction<String> words) {
        return most == 0 ? present : present + " of " + words.apply(most);
    }

    private static Map<String, Object> fields(TenantUse use) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("running", use.getRunning());
        fields.put("queued", use.getQueued());
        fields.put("bytes", use.getBytes());
        fields.put("maxRunning", use.getMaxRunning());
        fields.put("maxQueued", use.getMaxQueued());
        fields.put("maxBytes", use.getMaxBytes());
        return fields;
    }
}
