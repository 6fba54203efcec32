package io.lapidary.provisioning.internal.logging;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Writes to the node's log what OSGi's own services tell the log service: a component that fails as it starts or stops, an error of
 * the framework.
 */
public final class FrameworkLog implements LogListener {
    /** Follows the log service from now on, until the calling bundle stops. */
    public static void follow(BundleContext context) {
        ServiceReference<LogReaderService> reference = context.getServiceReference(LogReaderService.class);
        if (reference != null) {
            context.getService(reference).addLogListener(new FrameworkLog());
        }
    }

    @Override
    public void logged(LogEntry entry) {
        LoggerFactory.getLogger(entry.getLoggerName())
                .atLevel(level(entry.getLogLevel()))
                .setCause(entry.getException())
                .log("{}: {}", entry.getBundle().getSymbolicName(), entry.getMessage());
    }

    private static Level level(LogLevel level) {
        return switch (level) {
            case ERROR -> Level.ERROR;
            case WARN -> Level.WARN;
            case AUDIT, INFO -> Level.INFO;
            case DEBUG -> Level.DEBUG;
            case TRACE -> Level.TRACE;
        };
    }
}
