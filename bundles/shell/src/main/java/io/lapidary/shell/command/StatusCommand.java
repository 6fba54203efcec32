package io.lapidary.shell.command;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.lapidary.api.LapidaryException;
import io.lapidary.events.CatalogEntry;
import io.lapidary.events.RefusalInfo;
import io.lapidary.shell.platform.NodeCatalog;
import io.lapidary.shell.request.UsageException;
import io.lapidary.shell.result.ExitCode;
import io.lapidary.shell.view.Amounts;
import io.lapidary.shell.view.Paragraph;
import io.lapidary.shell.view.TextTable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lapidary status}. */
@Command(
        name = "status",
        header = "Shows the platform's nodes.",
        description = "Shows the platform's nodes: what each runs and can run.",
        footerHeading = "%nExample:%n",
        footer = {"  lapidary status", "", "Exit codes: 0 a node runs, 2 wrong command line, 7 none runs."})
final class StatusCommand extends JsonCommand {
    @Mixin
    private PlatformOptions platformOptions;

    StatusCommand(Shell shell) {
        super(shell);
    }

    @Override
    ExitCode run() throws UsageException, LapidaryException, InterruptedException {
        NodeCatalog catalog;
        String servers;
        try (var platform = shell().platforms().running(platformOptions.choice(shell()))) {
            catalog = platform.catalog();
            servers = platform.bootstrapServers();
        }
        if (json()) {
            var document = new LinkedHashMap<String, Object>();
            document.put("bootstrapServers", servers);
            document.put(
                    "nodes",
                    catalog.live().stream().map(StatusCommand::document).toList());
            document.put(
                    "gone", catalog.gone().stream().map(CatalogEntry::getNode).toList());
            console().json(document);
        } else {
            print(servers, catalog);
        }
        return catalog.live().isEmpty() ? ExitCode.UNREACHABLE : ExitCode.SATISFIED;
    }

    private void print(String servers, NodeCatalog catalog) {
        var out = console().out();
        out.println("Kafka at " + servers);
        if (catalog.live().isEmpty()) {
            out.println("No live node. Start one with 'lapidary start'.");
        } else {
            var table = new TextTable("node", ">running", ">cores", ">memory", ">up", "lanes");
            for (CatalogEntry node : catalog.live()) {
                table.row(
                        node.getNode(),
                        Integer.toString(node.getRunning()),
                        Integer.toString(node.getCores()),
                        Amounts.bytes(node.getMemoryBytes()),
                        Amounts.duration(up(node).toSeconds()),
                        String.join(" ", node.getLanes()));
            }
            table.print(out, console().outScreen(), "  ");
            out.println("techniques  "
                    + ids(catalog.techniques().stream().map(t -> t.getId()).toList()));
            out.println("backends    "
                    + ids(catalog.backends().stream().map(b -> b.getId()).toList()));
        }
        for (CatalogEntry node : catalog.live()) {
            for (RefusalInfo refusal : node.getRefused()) {
                Paragraph.wrap(
                                refusal.getSubject() + " on " + node.getNode() + ": " + refusal.getReason(),
                                console().outScreen().width(),
                                "refused     ",
                                " ".repeat(12))
                        .forEach(out::println);
            }
        }
        if (!catalog.gone().isEmpty()) {
            out.println("gone        "
                    + ids(catalog.gone().stream().map(CatalogEntry::getNode).toList()));
        }
    }

    private static String ids(List<String> ids) {
        return ids.isEmpty() ? "none" : String.join(" ", ids);
    }

    private static Duration up(CatalogEntry node) {
        return Duration.ofMillis(Math.max(0, System.currentTimeMillis() - node.getStartedAt()));
    }

    private static Map<String, Object> document(RefusalInfo refusal) {
        return Map.of("subject", refusal.getSubject(), "reason", refusal.getReason());
    }

    private static Map<String, Object> document(CatalogEntry node) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("node", node.getNode());
        fields.put("platformVersion", node.getPlatformVersion());
        fields.put("storeId", node.getStoreId());
        fields.put("lanes", node.getLanes());
        fields.put("running", node.getRunning());
        fields.put("cores", node.getCores());
        fields.put("memoryBytes", node.getMemoryBytes());
        fields.put("startedAt", node.getStartedAt());
        fields.put("announcedAt", node.getAnnouncedAt());
        fields.put(
                "techniques",
                node.getTechniques().stream()
                        .map(t -> t.getId() + " " + t.getVersion())
                        .toList());
        fields.put(
                "backends",
                node.getBackends().stream()
                        .map(b -> b.getId() + " " + b.getVersion())
                        .toList());
        fields.put("planners", node.getPlanners());
        fields.put("metrics", node.getMetrics());
        fields.put("engines", node.getEngines());
        fields.put(
                "refused",
                node.getRefused().stream().map(StatusCommand::document).toList());
        return fields;
    }
}
