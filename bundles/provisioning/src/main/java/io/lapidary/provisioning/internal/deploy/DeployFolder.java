package io.lapidary.provisioning.internal.deploy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.provisioning.internal.folder.FileStamp;
import io.lapidary.provisioning.internal.folder.Refusals;

/**
 * The folder of bundles that come and go while the node runs.
 *
 * <p>A jar that replaces another one is started beside it; only when it is up does the other one end, so that there is always
 * one. What is refused leaves all as it was. Starting, and ending with its wait for running jobs, happen on threads of their
 * own: the scan waits for nothing.
 */
public final class DeployFolder {
    private static final Logger LOG = LoggerFactory.getLogger(DeployFolder.class);
    private static final String ENDING = ".jar";

    /** What is known of one file. */
    private static final class Place {
        /** The file as it was last dealt with; empty to deal with it at the next scan. */
        private Optional<FileStamp> done = Optional.empty();
        /** The file when it could not be read at first sight: it may be half a copy. */
        private Optional<FileStamp> doubted = Optional.empty();

        private Optional<BundleJar> starting = Optional.empty();
        private Optional<Deployed> live = Optional.empty();
        private boolean refused;
        private boolean gone;

        private boolean holds(Predicate<BundleJar> which) {
            return starting.filter(which).isPresent()
                    || live.map(Deployed::jar).filter(which).isPresent();
        }
    }

    private final Path folder;
    private final BundleHost host;
    private final Supplier<DeploySettings> settings;
    private final Refusals refusals;
    private final Map<Path, Place> places = new HashMap<>();
    private final Set<BundleJar> ending = new HashSet<>();

    DeployFolder(Path folder, BundleHost host, Supplier<DeploySettings> settings, Refusals refusals) {
        this.folder = folder;
        this.host = host;
        this.settings = settings;
        this.refusals = refusals;
    }

    public static DeployFolder open(
            Path folder, BundleContext context, Supplier<DeploySettings> settings, Refusals refusals) {
        return new DeployFolder(folder, new BundleHost(context), settings, refusals);
    }

    /** Takes up what has changed since the last time. */
    public synchronized void scan() {
        Map<Path, FileStamp> now = FileStamp.of(folder, ENDING);
        for (Path file : new TreeSet<>(places.keySet())) {
            if (!now.containsKey(file)) {
                leave(file);
            }
        }
        now.forEach((file, stamp) -> {
            Place place = places.computeIfAbsent(file, f -> new Place());
            if (place.starting.isEmpty() && !place.done.equals(Optional.of(stamp))) {
                consider(file, stamp, place);
            }
        });
    }

    /** Whether every file that is there was dealt with. */
    public synchronized boolean isSettled() {
        return places.values().stream().allMatch(place -> place.done.isPresent() && place.starting.isEmpty());
    }

    /** Looks at every file again, since what is allowed is another now. */
    public synchronized void reconsider() {
        places.values().stream().filter(place -> place.refused).forEach(place -> place.done = Optional.empty());
    }

    private void leave(Path file) {
        Place place = places.remove(file);
        place.gone = true;
        refusals.accept(subject(file));
        place.live.ifPresent(this::end);
        reconsider();
    }

    private void consider(Path file, FileStamp stamp, Place place) {
        BundleJar jar;
        try {
            jar = BundleJar.read(file, settings.get().signers());
        } catch (DeployException e) {
            if (place.doubted.equals(Optional.of(stamp))) {
                refuse(file, place, stamp, e.getMessage());
            }
            place.doubted = Optional.of(stamp);
            return;
        }
        if (ending.stream().anyMatch(jar::isNamedAs)) {
            LOG.debug("{} waits for the end of {}", subject(file), jar.title());
            return;
        }
        if (place.live
                .map(Deployed::jar)
                .filter(is -> is.digest().equals(jar.digest()))
                .isPresent()) {
            settle(file, place, stamp);
            return;
        }
        Optional<String> taken = taken(file, jar);
        if (taken.isPresent()) {
            refuse(file, place, stamp, taken.get());
            return;
        }
        place.done = Optional.of(stamp);
        place.starting = Optional.of(jar);
        host.start(jar, settings.get().startLimit())
                .whenComplete(
                        (deployed, failure) -> started(file, place, stamp, Optional.ofNullable(deployed), failure));
    }

    private Optional<String> taken(Path file, BundleJar jar) {
        for (var other : places.entrySet()) {
            if (other.getValue().holds(jar::isNamedAs)) {
                boolean same = other.getValue().holds(is -> is.digest().equals(jar.digest()));
                String remedy = other.getKey().equals(file)
                        ? " with other bytes. Raise its version, or remove the file and put it there again."
                        : " with other bytes. Raise its version, or remove the other first.";
                return Optional.of("it is " + jar.title() + ", which is deployed already as " + subject(other.getKey())
                        + (same ? "; remove one of the two." : remedy));
            }
        }
        return host.isPartOfThePlatform(jar)
                ? Optional.of("it is " + jar.title() + ", which is part of the platform. Raise its version.")
                : Optional.empty();
    }

    private synchronized void started(
            Path file, Place place, FileStamp stamp, Optional<Deployed> deployed, Throwable failure) {
        place.starting = Optional.empty();
        if (deployed.isEmpty()) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (!place.gone) {
                refuse(file, place, stamp, cause.getMessage());
            }
            return;
        }
        tell(file, deployed.get());
        if (place.gone) {
            end(deployed.get());
            return;
        }
        Optional<Deployed> before = place.live;
        place.live = deployed;
        settle(file, place, stamp);
        before.ifPresent(this::end);
    }

    /** What a plugin offers, or why it is refused, tells who uses it. */
    private void tell(Path file, Deployed deployed) {
        if (deployed.bundle().getRegisteredServices() == null) {
            LOG.warn(
                    "{} is started and offers nothing: {} has no service. See that its class bears @Component, and that what"
                            + " it refers to is there.",
                    subject(file),
                    deployed.jar().title());
        } else {
            LOG.info("{} is started: {}", subject(file), deployed.jar().title());
        }
    }

    private void settle(Path file, Place place, FileStamp stamp) {
        place.done = Optional.of(stamp);
        place.refused = false;
        refusals.accept(subject(file));
    }

    private void refuse(Path file, Place place, FileStamp stamp, String reason) {
        place.done = Optional.of(stamp);
        place.refused = true;
        String still = place.live
                .map(is -> " " + is.jar().title() + ", which was there before, stays.")
                .orElse("");
        refusals.refuse(subject(file), reason + still);
    }

    private void end(Deployed deployed) {
        BundleJar jar = deployed.jar();
        ending.add(jar);
        host.end(deployed).thenRun(() -> ended(jar));
    }

    private synchronized void ended(BundleJar jar) {
        ending.remove(jar);
        LOG.info("{} is gone", jar.title());
        reconsider();
    }

    private String subject(Path file) {
        return folder.getFileName() + "/" + file.getFileName();
    }

    /** What runs, for tests. */
    synchronized List<BundleJar> live() {
        var live = new ArrayList<BundleJar>();
        places.values().forEach(place -> place.live.map(Deployed::jar).ifPresent(live::add));
        return live;
    }
}
