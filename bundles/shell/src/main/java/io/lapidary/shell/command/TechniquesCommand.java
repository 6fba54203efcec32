package io.lapidary.shell.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.NearestName;
import io.lapidary.events.TechniqueOffer;
import io.lapidary.shell.platform.NodeCatalog;
import io.lapidary.shell.request.UsageException;
import io.lapidary.shell.result.ExitCode;
import io.lapidary.shell.view.Paragraph;
import io.lapidary.shell.view.Style;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lapidary techniques}. */
@Command(
        name = "techniques",
        header = "Lists the techniques and their parameters.",
        description = "Lists the techniques that the platform's nodes offer; one of them with all its parameters.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lapidary techniques",
            "  lapidary techniques dynamic-range",
            "",
            "Exit codes: 0 listed, 2 wrong command line, 4 no such technique, 7 no platform."
        })
final class TechniquesCommand extends JsonCommand {
    @Parameters(paramLabel = "ID", arity = "0..1", description = "A technique to show in full.")
    private String id;

    @Mixin
    private PlatformOptions platformOptions;

    TechniquesCommand(Shell shell) {
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
        List<TechniqueOffer> offers = catalog.techniques();
        if (id != null) {
            var ids = offers.stream().map(TechniqueOffer::getId).toList();
            offers = offers.stream().filter(o -> o.getId().equals(id)).toList();
            if (offers.isEmpty()) {
                throw new LapidaryException(
                        ErrorCodes.UNKNOWN_TECHNIQUE,
                        "No live node offers a technique '" + id + "'.",
                        NearestName.hint(id, ids));
            }
        }
        if (json()) {
            var document = new LinkedHashMap<String, Object>();
            document.put(
                    "techniques",
                    offers.stream().map(o -> withOthers(o, catalog)).toList());
            console().json(document);
        } else if (offers.isEmpty()) {
            console().out().println("No live node offers a technique.");
        } else {
            for (TechniqueOffer offer : offers) {
                print(offer, catalog, false);
                if (id != null) {
                    for (TechniqueOffer lower : lower(offer, catalog)) {
                        print(lower, catalog, true);
                    }
                }
            }
        }
        return ExitCode.SATISFIED;
    }

    private static List<TechniqueOffer> lower(TechniqueOffer highest, NodeCatalog catalog) {
        return catalog.versions(highest.getId()).stream().skip(1).toList();
    }

    private void print(TechniqueOffer offer, NodeCatalog catalog, boolean lower) throws LapidaryException {
        var out = console().out();
        var screen = console().outScreen();
        String pinned = lower ? ", a lower version: only for --step " + offer.getId() + "@" + offer.getVersion() : "";
        out.println(
                Style.BOLD.on(screen, offer.getId()) + " " + offer.getVersion() + "  lane " + offer.getLane() + pinned);
        Paragraph.wrap(offer.getSummary(), screen.width(), "  ", "  ").forEach(out::println);
        if (!offer.getData().isEmpty()) {
            out.println("  data: " + OfferText.needs(offer.getData()));
        }
        if (id == null) {
            list(
                    "lower versions",
                    lower(offer, catalog).stream()
                            .map(o -> offer.getId() + "@" + o.getVersion())
                            .toList());
        } else {
            list("requires", offer.getRequires());
            list("provides", offer.getProvides());
            list("keeps", offer.getKeeps());
            list("destroys", offer.getDestroys());
            list("changes", offer.getChanges());
            list("nodes", nodes(offer, catalog));
        }
        OfferText.parameters(console(), offer.getParameters());
        out.println();
    }

    private void list(String name, List<String> words) {
        if (!words.isEmpty()) {
            Paragraph.wrap(
                            String.join(", ", words),
                            console().outScreen().width(),
                            "  " + name + ": ",
                            " ".repeat(name.length() + 4))
                    .forEach(console().out()::println);
        }
    }

    private static List<String> nodes(TechniqueOffer offer, NodeCatalog catalog) {
        return catalog.nodes(node -> node.getTechniques().stream()
                .anyMatch(t -> t.getId().equals(offer.getId()) && t.getVersion().equals(offer.getVersion())));
    }

    private static Map<String, Object> withOthers(TechniqueOffer highest, NodeCatalog catalog) {
        Map<String, Object> document = document(highest, catalog);
        document.put(
                "lowerVersions",
                lower(highest, catalog).stream().map(o -> document(o, catalog)).toList());
        return document;
    }

    private static Map<String, Object> document(TechniqueOffer offer, NodeCatalog catalog) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", offer.getId());
        fields.put("version", offer.getVersion());
        fields.put("summary", offer.getSummary());
        fields.put("lane", offer.getLane());
        fields.put("parameters", OfferText.document(offer.getParameters()));
        fields.put("models", new TreeMap<>(offer.getModels()));
        fields.put("data", new TreeMap<>(offer.getData()));
        fields.put("requires", offer.getRequires());
        fields.put("provides", offer.getProvides());
        fields.put("keeps", offer.getKeeps());
        fields.put("destroys", offer.getDestroys());
        fields.put("changes", offer.getChanges());
        fields.put("jar", offer.getJar());
        fields.put("nodes", nodes(offer, catalog));
        return fields;
    }
}
