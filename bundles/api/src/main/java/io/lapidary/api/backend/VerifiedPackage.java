package io.lapidary.api.backend;

import java.util.List;
import java.util.Objects;

import io.lapidary.api.model.ModelFile;
import io.lapidary.api.work.Finding;

/**
 * @param model what the package holds, in a form that the interpreter runs
 * @param findings what was noticed while opening it
 */
public record VerifiedPackage(ModelFile model, List<Finding> findings) {
    public VerifiedPackage {
        Objects.requireNonNull(model, "model");
        findings = List.copyOf(findings);
    }
}
