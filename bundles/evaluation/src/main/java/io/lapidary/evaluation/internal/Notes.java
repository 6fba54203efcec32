package io.lapidary.evaluation.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.lapidary.api.work.Finding;

/** What an evaluation could not measure and what it found, as it comes up. */
final class Notes {
    private final List<String> unmeasured = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    /** One sentence: what was not measured, and why. */
    void unmeasured(String sentence) {
        unmeasured.add(sentence);
    }

    void found(Finding finding) {
        findings.add(finding);
    }

    void found(Collection<Finding> more) {
        findings.addAll(more);
    }

    List<String> unmeasured() {
        return List.copyOf(unmeasured);
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }
}
