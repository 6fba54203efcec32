package io.lapidary.evaluation.internal.facts;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.model.ModelFile;
import io.lapidary.model.Model;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.summary.ModelSummary;

/**
 * What a model's file says of its weights.
 *
 * @param model the graph
 * @param parameters elements of weights
 * @param sparsity share of zeros among them
 * @param weightTypes element type, lower case, to bytes
 */
public record ModelFacts(Model model, long parameters, double sparsity, Map<String, Long> weightTypes) {
    public static ModelFacts read(ModelFile file) throws IOException, LapidaryException {
        Model model = TfliteReader.read(file.path());
        ModelSummary summary = ModelSummary.of(model);
        var bytes = new TreeMap<String, Long>();
        summary.weightTypes()
                .forEach((type, elements) -> bytes.put(type.name().toLowerCase(Locale.ROOT), type.bytes(elements)));
        return new ModelFacts(model, summary.parameters(), summary.sparsity(), bytes);
    }
}
