package io.lapidary.shell.command;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.lapidary.api.LapidaryException;
import io.lapidary.shell.history.KnownRequest;
import io.lapidary.shell.history.RequestHistory;
import io.lapidary.shell.history.RequestState;
import io.lapidary.shell.request.DurationSyntax;
import io.lapidary.shell.request.UsageException;
import io.lapidary.shell.result.ExitCode;
import io.lapidary.shell.view.TextTable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lapidary list}. */
@Command(
        name = "list",
        header = "Lists requests, the latest first.",
        description = "Lists the requests that the platform's topics still tell of, the latest change first.",
        footerHeading = "%nExample:%n",
        footer = {
            "  lapidary list --state failed --since 24h",
            "",
            "Exit codes: 0 listed, 2 wrong command line, 7 no platform."
        })
final class ListCommand extends JsonCommand {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    @Option(
            names = "--state",
            paramLabel = "STATE",
            split = ",",
            description = "Only those in these states: ${COMPLETION-CANDIDATES}; several with commas.")
    private List<RequestState> states = new ArrayList<>();

    @Option(names = "--tenant", paramLabel = "NAME", description = "Only this tenant's.")
    private String tenant;

    @Option(names = "--since", paramLabel = "DURATION", description = "Only those that changed within this time.")
    private String since;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "At most so many; 0 for all (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Mixin
    private PlatformOptions platformOptions;

    ListCommand(Shell shell) {
        super(shell);
    }

    @Override
    ExitCode run() throws UsageException, LapidaryException, InterruptedException {
        if (limit < 0) {
            throw new UsageException("--limit " + limit + " is below 0.");
        }
        Instant oldest = since == null ? Instant.MIN : Instant.now().minus(age());
        List<KnownRequest> found;
        try (var platform = shell().platforms().running(platformOptions.choice(shell()))) {
            found = new RequestHistory(platform)
                    .labelled().stream()
                            .filter(r -> states.isEmpty() || states.contains(r.state()))
                            .filter(r -> tenant == null || tenant.equals(r.tenant()))
                            .filter(r -> !r.changed().isBefore(oldest))
                            .toList();
        }
        List<KnownRequest> shown = limit == 0 ? found : found.subList(0, Math.min(limit, found.size()));
        if (json()) {
            var document = new LinkedHashMap<String, Object>();
            document.put("found", found.size());
            document.put("requests", shown.stream().map(ListCommand::document).toList());
            console().json(document);
        } else {
            print(shown, found.size());
        }
        return ExitCode.SATISFIED;
    }

    private Duration age() throws UsageException {
        return DurationSyntax.parse("--since", since);
    }

    private void print(List<KnownRequest> requests, int found) {
        var out = console().out();
        if (requests.isEmpty()) {
            out.println("No such request.");
            return;
        }
        var table = new TextTable("request", "state", "tenant", "since", "model");
        for (KnownRequest request : requests) {
            table.row(
                    request.id(),
                    request.state().name(),
                    request.tenant(),
                    TIME.format(request.changed().atZone(ZoneId.systemDefault())),
                    request.model());
        }
        table.print(out, console().outScreen(), "");
        if (found > requests.size()) {
            out.println("and " + (found - requests.size()) + " more; --limit 0 shows all.");
        }
    }

    private static Map<String, Object> document(KnownRequest request) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("requestId", request.id());
        fields.put("tenant", request.tenant());
        fields.put("state", request.state().name());
        fields.put("changed", request.changed().toString());
        fields.put("labels", request.labels());
        return fields;
    }
}
