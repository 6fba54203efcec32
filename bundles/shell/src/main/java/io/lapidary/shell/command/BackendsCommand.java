package io.lapidary.shell.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.lapidary.api.LapidaryException;
import io.lapidary.events.BackendOffer;
import io.lapidary.events.ProfileInfo;
import io.lapidary.shell.platform.NodeCatalog;
import io.lapidary.shell.request.UsageException;
import io.lapidary.shell.result.ExitCode;
import io.lapidary.shell.view.Paragraph;
import io.lapidary.shell.view.Style;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lapidary backends}. */
@Command(
        name = "backends",
        header = "Lists the backends, their profiles and parameters.",
        description = "Lists the backends that the platform's nodes offer, with their profiles and parameters.",
        footerHeading = "%nExample:%n",
        footer = {"  lapidary backends", "", "Exit codes: 0 listed, 2 wrong command line, 7 no platform."})
final class BackendsCommand extends JsonCommand {
    @Mixin
    private PlatformOptions platformOptions;

    BackendsCommand(Shell shell) {
        super(shell);
    }

    @Override
    ExitCode run() throws UsageException, LapidaryException, InterruptedException {
        NodeCatalog catalog;
        try (var progress = progress();
                var platform = shell().platforms().runningOrStarted(platformOptions.choice(shell()), progress)) {
            progress.clear();
            catalog = platform.catalog();
        }
        List<BackendOffer> offers = catalog.backends();
        if (json()) {
            var document = new LinkedHashMap<String, Object>();
            document.put(
                    "backends", offers.stream().map(o -> document(o, catalog)).toList());
            console().json(document);
        } else if (offers.isEmpty()) {
            console().out().println("No live node offers a backend.");
        } else {
            for (BackendOffer offer : offers) {
                print(offer);
            }
        }
        return ExitCode.SATISFIED;
    }

    private void print(BackendOffer offer) throws LapidaryException {
        var out = console().out();
        var screen = console().outScreen();
        out.println(Style.BOLD.on(screen, offer.getId()) + " " + offer.getVersion());
        Paragraph.wrap(offer.getSummary(), screen.width(), "  ", "  ").forEach(out::println);
        for (ProfileInfo profile : offer.getProfiles()) {
            Paragraph.wrap(
                            profile.getSummary(),
                            screen.width(),
                            "  --target " + offer.getId() + ":" + profile.getId() + "  ",
                            "      ")
                    .forEach(out::println);
        }
        OfferText.parameters(console(), offer.getParameters());
        out.println();
    }

    private static Map<String, Object> document(BackendOffer offer, NodeCatalog catalog) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", offer.getId());
        fields.put("version", offer.getVersion());
        fields.put("summary", offer.getSummary());
        fields.put(
                "profiles",
                offer.getProfiles().stream().map(BackendsCommand::profile).toList());
        fields.put("parameters", OfferText.document(offer.getParameters()));
        fields.put("jar", offer.getJar());
        fields.put(
                "nodes",
                catalog.nodes(node -> node.getBackends().stream()
                        .anyMatch(b -> b.getId().equals(offer.getId())
                                && b.getVersion().equals(offer.getVersion()))));
        return fields;
    }

    private static Map<String, Object> profile(ProfileInfo profile) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", profile.getId());
        fields.put("summary", profile.getSummary());
        return fields;
    }
}
