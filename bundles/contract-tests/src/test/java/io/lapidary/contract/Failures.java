package io.lapidary.contract;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** What failed in a run of tests. */
final class Failures {
    private Failures() {}

    /** Names of a contract's tests, those it inherits among them. */
    static Set<String> clauses(Class<?> contract) {
        var clauses = new TreeSet<String>();
        for (Class<?> type = contract; type != Object.class; type = type.getSuperclass()) {
            for (var method : type.getDeclaredMethods()) {
                if (method.isAnnotationPresent(Test.class)) {
                    clauses.add(method.getName());
                }
            }
        }
        return clauses;
    }

    /** Names of tests (or of the container, if it failed) to what was said. */
    static Map<String, String> of(EngineExecutionResults results) {
        var failures = new TreeMap<String, String>();
        results.allEvents().finished().failed().stream().forEach(event -> {
            String why = event.getPayload(TestExecutionResult.class)
                    .flatMap(TestExecutionResult::getThrowable)
                    .map(Throwable::toString)
                    .orElse("");
            failures.put(event.getTestDescriptor().getDisplayName().replace("()", ""), why);
        });
        return failures;
    }
}
