package io.lapidary.launcher.bundle;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Notes what it sees when it starts in system properties, which the test's class loader shares with it. */
public final class Recording implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        String name = context.getBundle().getSymbolicName();
        System.setProperty("test.order", System.getProperty("test.order", "") + name + " ");
        System.setProperty("test.servers." + name, String.valueOf(context.getProperty("lapidary.bootstrap.servers")));
    }

    @Override
    public void stop(BundleContext context) {}
}
