package io.lapidary.contract;

import java.util.Map;
import java.util.TreeMap;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** What failed in a run of tests. */
final class Failures {
    private Failures() {}

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
