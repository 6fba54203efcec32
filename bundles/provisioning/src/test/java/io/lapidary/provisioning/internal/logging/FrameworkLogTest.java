package io.lapidary.provisioning.internal.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.Map;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.slf4j.LoggerFactory;

import io.lapidary.provisioning.internal.TestFramework;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

class FrameworkLogTest {
    private static final String NAME = "framework.log.test";

    @AutoClose
    private static final TestFramework FRAMEWORK = new TestFramework();

    private static LogEntry entry(LogLevel level, Throwable failure) {
        var answers = Map.of(
                "getLoggerName", NAME,
                "getLogLevel", level,
                "getException", failure,
                "getMessage", "The stop method has thrown an exception {}",
                "getBundle", FRAMEWORK.context().getBundle());
        return (LogEntry) Proxy.newProxyInstance(
                FrameworkLogTest.class.getClassLoader(),
                new Class<?>[] {LogEntry.class},
                (proxy, method, arguments) -> answers.get(method.getName()));
    }

    private static ILoggingEvent logged(LogEntry entry) {
        var logger = (Logger) LoggerFactory.getLogger(NAME);
        var appender = new ListAppender<ILoggingEvent>();
        appender.start();
        logger.addAppender(appender);
        logger.setLevel(Level.TRACE);
        try {
            new FrameworkLog().logged(entry);
        } finally {
            logger.detachAppender(appender);
        }
        assertThat(appender.list).hasSize(1);
        return appender.list.get(0);
    }

    @Test
    void tellsWhoFailedAndHow() {
        ILoggingEvent event = logged(entry(LogLevel.ERROR, new IllegalStateException("no timer")));
        assertThat(event.getFormattedMessage())
                .isEqualTo("org.apache.felix.framework: The stop method has thrown an exception {}");
        assertThat(event.getThrowableProxy().getMessage()).isEqualTo("no timer");
        assertThat(event.getLevel()).isEqualTo(Level.ERROR);
    }

    @ParameterizedTest
    @EnumSource
    void everyLevelIsOneOfTheLog(LogLevel level) {
        String expected = level == LogLevel.AUDIT ? "INFO" : level.name();
        assertThat(logged(entry(level, new IllegalStateException())).getLevel()).hasToString(expected);
    }
}
