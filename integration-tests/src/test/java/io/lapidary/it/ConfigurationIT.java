package io.lapidary.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import org.junit.Test;
import org.slf4j.LoggerFactory;

import io.lapidary.api.Digest;
import io.lapidary.events.CatalogEntry;
import io.lapidary.events.LifecycleType;
import io.lapidary.events.OptimizationRequest;
import io.lapidary.events.OptimizationResult;
import io.lapidary.events.Status;
import io.lapidary.it.support.Client;
import io.lapidary.it.support.Distribution;
import io.lapidary.it.support.Requests;
import io.lapidary.it.support.StoreFolder;
import io.lapidary.it.support.TechniqueBundle;

/** Configuration that changes while the platform works. */
public class ConfigurationIT extends ExamTest {
    private static final String WORKER = "io.lapidary.worker.cfg";

    @Test
    public void whatIsRightIsTakenUpAndWhatIsWrongLeavesItSo() throws Exception {
        awaitCatalog("all lanes", entry -> entry.getLanes().equals(List.of("light", "calibrate")));
        write(WORKER, "lanes = light\n");
        awaitCatalog("one lane", entry -> entry.getLanes().equals(List.of("light")));

        write(WORKER, "lanes = heavy\n");
        awaitRefused(WORKER, "lanes = heavy is not allowed; it takes any of light, calibrate, train");
        write(WORKER, "lanes = light,calibrate\nlight.items = -1\n");
        awaitRefused(WORKER, "light.items = -1 is not allowed; it takes a whole number of at least 0");
        write(WORKER, "ligth.items = 4\n");
        awaitRefused(WORKER, "there is no ligth.items. Did you mean 'light.items'?");
        write(WORKER, "lanes = light,calibrate\nengine.threads = two\n");
        awaitRefused(WORKER, "engine.threads = two is not allowed");
        write(WORKER, "lanes light\n");
        awaitRefused(WORKER, "line 1 cannot be read");
        awaitCatalog(
                "one lane still",
                entry -> entry.getLanes().equals(List.of("light"))
                        && !entry.getRefused().isEmpty());

        write(WORKER, "lanes = light,calibrate\n");
        awaitCatalog(
                "all lanes again",
                entry -> entry.getLanes().equals(List.of("light", "calibrate"))
                        && entry.getRefused().isEmpty());
    }

    @Test
    public void aRunningJobGoesOnWhenItsWorkerIsSetAnew() throws Exception {
        Path jar = TechniqueBundle.deploy(deployFolder());
        awaitServed("gated");
        Path gate = file("config.gate");
        client().send(Requests.digits(client(), "goes-on")
                .step("gated", Map.of("gate", gate.toString()))
                .build());
        client().event("goes-on", LifecycleType.PROGRESS, 1);
        write(WORKER, "job.memory.mib = 64\n");
        awaitCatalog("less memory", entry -> entry.getMemoryBytes() == 64 << 20);
        Files.createFile(gate);

        assertThat(client().result("goes-on").getStatus()).isEqualTo(Status.SUCCEEDED);
        assertThat(client().result("goes-on").getAttempts()).isEqualTo(1);
        assertThat(client().events("goes-on", LifecycleType.STARTED)).hasSize(1);
        Files.delete(jar);
    }

    @Test
    public void whatNobodyUsedGoesFromTheStoreAndWhatIsNeededStays() throws Exception {
        Path jar = TechniqueBundle.deploy(deployFolder());
        awaitServed("gated");
        Path gate = file("retention.gate");
        client().send(Requests.digits(client(), "needs-its-data")
                .step("gated", Map.of("gate", gate.toString()))
                .test(client(), Distribution.sample("digits-test.npz"), "")
                .build());
        client().event("needs-its-data", LifecycleType.PROGRESS, 1);
        client().run(float16("made-long-ago"));
        var store = client().store();
        Digest unused = store.put(new ByteArrayInputStream(new byte[] {1}));
        Digest pinned = store.put(new ByteArrayInputStream(new byte[] {2}));
        store.pin(pinned, "a test", Duration.ofHours(1));
        store.remember("nobody asks for it", new byte[] {3});
        StoreFolder.ageBy(Duration.ofHours(40));
        OptimizationResult recalled = client().run(float16("made-of-what-is-remembered"));

        write("io.lapidary.store.retention.cfg", "unused.hours = 24\nevery.minutes = 10\n");
        // Memos are looked at when all objects were.
        await("the unused memo has gone", () -> !Files.exists(StoreFolder.memo("nobody asks for it")));
        assertThat(store.contains(unused)).isFalse();
        assertThat(store.contains(pinned)).isTrue();
        assertThat(recalled.getArtifacts())
                .allSatisfy(artifact -> assertThat(store.contains(new Digest(artifact.getSha256())))
                        .isTrue());
        OptimizationResult again = client().run(float16("recalled-once-more"));
        assertThat(again.getSteps())
                .allSatisfy(step -> assertThat(step.getRemembered()).isTrue());
        assertThat(again.getArtifacts()).isEqualTo(recalled.getArtifacts());
        Files.createFile(gate);
        OptimizationResult live = client().result("needs-its-data");
        assertThat(live.getErrors()).isEmpty();
        assertThat(live.getStatus()).isEqualTo(Status.SUCCEEDED);
        assertThat(live.getAttempts()).isEqualTo(1);
        write("io.lapidary.store.retention.cfg", "");
        Files.delete(jar);
    }

    private OptimizationRequest float16(String id) throws Exception {
        return Requests.digits(client(), id).step("float16").build();
    }

    @Test
    public void logLevelsChangeWhileThePlatformRuns() throws Exception {
        var logger = LoggerFactory.getLogger("io.lapidary.worker.internal");
        assertThat(logger.isDebugEnabled()).isFalse();
        write("io.lapidary.logging.cfg", "debug = io.lapidary.worker\n");
        await("debug", logger::isDebugEnabled);
        write("io.lapidary.logging.cfg", "warn = io.lapidary.worker\n");
        await("warnings alone", () -> !logger.isInfoEnabled());
        write("io.lapidary.logging.cfg", "root = LOUD\n");
        awaitRefused(
                "io.lapidary.logging.cfg",
                "root = LOUD is not allowed; it takes one of OFF, ERROR, WARN, INFO, DEBUG, TRACE");
        assertThat(logger.isInfoEnabled()).isFalse();
        write("io.lapidary.logging.cfg", "");
        await("as before", () -> logger.isInfoEnabled() && !logger.isDebugEnabled());
    }

    @Test
    public void everyConfigurableServiceHasItsFile() throws Exception {
        write("io.lapidary.nobody.cfg", "a = b\n");
        String reason = awaitRefused("io.lapidary.nobody.cfg", "no service of this node has that name");
        Files.delete(configFolder().resolve("io.lapidary.nobody.cfg"));
        String known = reason.substring(reason.indexOf("are: ") + 5, reason.indexOf("; "));
        for (String pid : known.split(", ")) {
            assertThat(Distribution.home().resolve("configs").resolve(pid + ".cfg"))
                    .exists();
        }
        assertThat(known).contains("io.lapidary.worker", "io.lapidary.store", "io.lapidary.logging");
    }

    private String awaitRefused(String file, String reason) throws Exception {
        CatalogEntry entry = awaitCatalog(
                "the refusal of " + file + ", " + reason,
                e -> e.getRefused().stream()
                        .anyMatch(r -> r.getSubject().equals("configs/" + file)
                                && r.getReason().contains(reason)));
        return entry.getRefused().stream()
                .filter(r -> r.getSubject().equals("configs/" + file))
                .findFirst()
                .orElseThrow()
                .getReason();
    }

    /** Deployment takes a moment, and the coordinator reads of it by itself. */
    private void awaitServed(String technique) throws Exception {
        long end = System.nanoTime() + Client.LIMIT.toNanos();
        while (System.nanoTime() < end) {
            var probe = Requests.digits(client(), "probe-" + System.nanoTime()).step(technique);
            if (client().run(probe.build()).getStatus() == Status.SUCCEEDED) {
                return;
            }
        }
        throw new AssertionError(technique + " was never served");
    }

    /** Waits for an announcement from now on. */
    private CatalogEntry awaitCatalog(String what, Predicate<CatalogEntry> fits) throws Exception {
        long from = System.currentTimeMillis();
        return client().catalog()
                .await(what, Client.LIMIT, entry -> entry.getAnnouncedAt() >= from && fits.test(entry));
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Client.LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time: " + what).isLessThan(end);
            LockSupport.parkNanos(20_000_000L);
        }
    }

    private static void write(String file, String text) throws Exception {
        Path aside = Files.writeString(file(file), text);
        Files.move(aside, configFolder().resolve(file), StandardCopyOption.ATOMIC_MOVE);
    }
}
