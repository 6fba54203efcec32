package io.lapidary.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/** The OSGi framework with the distribution's bundles. */
final class Platform {

    private final Framework framework;
    private final List<Bundle> installed = new ArrayList<>();

    private Platform(Framework framework) {
        this.framework = framework;
    }

    /** Creates the framework and installs the bundles; none is started yet. */
    static Platform create(Map<String, String> settings, StartList bundles) throws NodeException {
        Framework framework = new FrameworkFactory().newFramework(settings);
        Platform platform = new Platform(framework);
        try {
            framework.init();
            for (StartList.Entry entry : bundles.entries()) {
                platform.install(entry);
            }
            framework.start();
        } catch (BundleException e) {
            throw new NodeException("The framework does not start: " + e.getMessage() + ".", e);
        }
        return platform;
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    int bundleCount() {
        return installed.size();
    }

    /**
     * Starts every bundle up to a start level, and returns when that is done.
     *
     * @throws NodeException naming each bundle of the distribution that did not start, and why
     */
    void raiseTo(int level) throws NodeException, InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        framework.adapt(FrameworkStartLevel.class).setStartLevel(level, event -> {
            if (event.getType() == FrameworkEvent.STARTLEVEL_CHANGED) {
                reached.countDown();
            }
        });
        reached.await();
        List<String> troubles = installed.stream()
                .filter(bundle -> bundle.adapt(BundleStartLevel.class).getStartLevel() <= level)
                .map(Platform::trouble)
                .flatMap(Optional::stream)
                .toList();
        if (!troubles.isEmpty()) {
            throw new NodeException("Not every bundle started: " + String.join("; ", troubles) + ".");
        }
    }

    /** Completes when the framework has stopped, whoever stopped it. */
    CompletableFuture<Void> onStop() {
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        Thread watch = new Thread(
                () -> {
                    try {
                        framework.waitForStop(0);
                        stopped.complete(null);
                    } catch (InterruptedException e) {
                        stopped.completeExceptionally(e);
                        Thread.currentThread().interrupt();
                    }
                },
                "platform-end");
        watch.setDaemon(true);
        watch.start();
        return stopped;
    }

    /** Stops every bundle; returns false if that took longer than the limit. */
    boolean stop(Duration limit) throws NodeException, InterruptedException {
        try {
            framework.stop();
        } catch (BundleException e) {
            throw new NodeException("The framework does not stop: " + e.getMessage() + ".", e);
        }
        return framework.waitForStop(limit.toMillis()).getType() != FrameworkEvent.WAIT_TIMEDOUT;
    }

    private void install(StartList.Entry entry) throws NodeException {
        Path jar = entry.jar();
        try (InputStream content = Files.newInputStream(jar)) {
            Bundle bundle = context().installBundle("system:" + jar.getFileName(), content);
            bundle.adapt(BundleStartLevel.class).setStartLevel(entry.level());
            if (!isFragment(bundle)) {
                bundle.start(Bundle.START_ACTIVATION_POLICY);
            }
            installed.add(bundle);
        } catch (IOException | BundleException e) {
            throw new NodeException("The bundle " + jar + " cannot be installed: " + e.getMessage() + ".", e);
        }
    }

    /** Why a bundle is not up, found by starting it once more: the framework tells errors only to listeners, and late. */
    private static Optional<String> trouble(Bundle bundle) {
        try {
            if (!isUp(bundle)) {
                bundle.start(Bundle.START_ACTIVATION_POLICY);
            }
            return isUp(bundle) ? Optional.empty() : Optional.of(bundle.getSymbolicName() + " (it does not stay up)");
        } catch (BundleException e) {
            return Optional.of(bundle.getSymbolicName() + " (" + reason(e) + ")");
        }
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root == failure ? root.getMessage() : root.toString();
    }

    private static boolean isUp(Bundle bundle) {
        return switch (bundle.getState()) {
            case Bundle.ACTIVE -> true;
            case Bundle.STARTING -> isLazy(bundle);
            case Bundle.RESOLVED -> isFragment(bundle);
            default -> false;
        };
    }

    private static boolean isFragment(Bundle bundle) {
        return bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
    }

    private static boolean isLazy(Bundle bundle) {
        String policy = bundle.getHeaders().get(Constants.BUNDLE_ACTIVATIONPOLICY);
        return policy != null && policy.startsWith(Constants.ACTIVATION_LAZY);
    }
}
