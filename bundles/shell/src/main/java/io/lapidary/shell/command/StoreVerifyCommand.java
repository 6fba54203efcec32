package io.lapidary.shell.command;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.lapidary.api.Digest;
import io.lapidary.api.LapidaryException;
import io.lapidary.shell.history.RequestHistory;
import io.lapidary.shell.history.StoreUse;
import io.lapidary.shell.platform.Platform;
import io.lapidary.shell.request.UsageException;
import io.lapidary.shell.result.ExitCode;
import io.lapidary.shell.view.Amounts;
import io.lapidary.shell.view.Progress;
import io.lapidary.store.StoreCheck;
import io.lapidary.store.StoreFault;
import io.lapidary.store.StoreMaintenance;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lapidary store verify}. */
@Command(
        name = "verify",
        header = "Reads the whole store and says what is damaged or missing.",
        description = {
            "Reads the whole store and names every file whose bytes changed, and every file that a request of the last"
                    + " seven days came with or was answered with and that is missing; with what can be made again and how. What was"
                    + " collected is not missing.",
            "",
            "It changes nothing: a damaged file is moved to quarantine when it is next read."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  lapidary store verify",
            "",
            "Exit codes: 0 all is whole, 2 wrong command line, 5 something is damaged or",
            "missing, 7 no platform or store."
        })
final class StoreVerifyCommand extends JsonCommand {
    private static final Duration HORIZON = Duration.ofDays(7);

    /** One line of what is wrong. */
    private record Complaint(String what, String subject, String remedy) {}

    @Mixin
    private PlatformOptions platformOptions;

    StoreVerifyCommand(Shell shell) {
        super(shell);
    }

    @Override
    ExitCode run() throws UsageException, LapidaryException, InterruptedException {
        StoreCheck check;
        long taken;
        var complaints = new ArrayList<Complaint>();
        try (var progress = progress();
                var platform = shell().platforms().running(platformOptions.choice(shell()))) {
            check = verify(platform.storeFolder(), progress);
            var use = StoreUse.read(new RequestHistory(platform), Instant.now().minus(HORIZON));
            check.faults().forEach(fault -> complaints.add(complaint(fault, use)));
            taken = missing(platform, use, complaints);
        }
        if (json()) {
            console().json(document(check, complaints, taken));
        } else {
            print(check, complaints, taken);
        }
        return complaints.isEmpty() ? ExitCode.SATISFIED : ExitCode.FAILED;
    }

    private static StoreCheck verify(Path store, Progress progress) throws LapidaryException, InterruptedException {
        try {
            return new StoreMaintenance(store)
                    .verify(bytes -> progress.phase("Reading the store", -1, Amounts.bytes(bytes)));
        } finally {
            progress.clear();
        }
    }

    private static Complaint complaint(StoreFault fault, StoreUse use) {
        String subject = fault.object().map(Digest::uri).orElse(fault.file().toString());
        return switch (fault.kind()) {
            case DAMAGED_OBJECT ->
                new Complaint("damaged", subject, remedy(fault.object().orElseThrow(), use));
            case DAMAGED_MEMO ->
                new Complaint("damaged", subject, "made again by itself when its step is next asked for");
            case DAMAGED_BINDING ->
                new Complaint("damaged", subject, "a checkpoint: its job begins again from the start");
            case UNREADABLE -> new Complaint("unreadable", subject, "see the file's permissions and the disk");
        };
    }

    /** Returns how many files of ended requests are not there because they were collected, which is no fault. */
    private static long missing(Platform platform, StoreUse use, List<Complaint> complaints) throws LapidaryException {
        for (Digest digest : use.needed()) {
            if (!platform.store().contains(digest)) {
                complaints.add(new Complaint("missing", digest.uri(), remedy(digest, use)));
            }
        }
        Map<Digest, Instant> collected = new StoreMaintenance(platform.storeFolder()).taken();
        long taken = 0;
        for (var recent : use.recent().entrySet()) {
            Digest digest = recent.getKey();
            if (use.needed().contains(digest) || platform.store().contains(digest)) {
                continue;
            }
            if (collected.getOrDefault(digest, Instant.MIN).isAfter(recent.getValue())) {
                taken++;
            } else {
                complaints.add(new Complaint("missing", digest.uri(), remedy(digest, use)));
            }
        }
        return taken;
    }

    private static String remedy(Digest digest, StoreUse use) {
        String maker = use.made().get(digest);
        return maker == null
                ? "nothing here makes it: put it again with 'lapidary store put'"
                : "request " + maker + " made it, and the same request under another id makes it again";
    }

    private void print(StoreCheck check, List<Complaint> complaints, long taken) {
        var out = console().out();
        out.println(Amounts.count(check.objects()) + " object(s), " + Amounts.bytes(check.bytes()) + ", and "
                + Amounts.count(check.records()) + " record(s) read.");
        if (taken > 0) {
            out.println(Amounts.count(taken)
                    + " file(s) of requests and results were unused and collected, which is no fault.");
        }
        for (Complaint complaint : complaints) {
            out.println(complaint.what() + "  " + complaint.subject());
            out.println("    " + complaint.remedy());
        }
        out.println(complaints.isEmpty() ? "All is whole." : complaints.size() + " fault(s).");
    }

    private static Map<String, Object> document(StoreCheck check, List<Complaint> complaints, long taken) {
        var document = new LinkedHashMap<String, Object>();
        document.put("objects", check.objects());
        document.put("bytes", check.bytes());
        document.put("records", check.records());
        document.put("collected", taken);
        document.put(
                "faults",
                complaints.stream()
                        .map(c -> {
                            var fault = new LinkedHashMap<String, Object>();
                            fault.put("what", c.what());
                            fault.put("subject", c.subject());
                            fault.put("remedy", c.remedy());
                            return fault;
                        })
                        .toList());
        return document;
    }
}
