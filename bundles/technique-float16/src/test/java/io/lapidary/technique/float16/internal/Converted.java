package io.lapidary.technique.float16.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.model.ModelFile;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.api.technique.ModelRole;
import io.lapidary.api.technique.TechniqueInput;
import io.lapidary.api.technique.TechniqueResult;
import io.lapidary.contract.TestContext;
import io.lapidary.model.Model;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.TfliteWriter;

/**
 * A model and what the technique made of it.
 *
 * @param before the float model
 * @param after the result
 * @param result with its findings and measures
 */
record Converted(Path before, Path after, TechniqueResult result) {
    static Converted of(Model model, Path folder, Map<String, String> parameters) throws Exception {
        Path before = folder.resolve("float.tflite");
        TfliteWriter.write(model, before);
        return of(before, folder, parameters);
    }

    static Converted of(Path before, Path folder, Map<String, String> parameters) throws Exception {
        var technique = new Float16Technique();
        var resolved = Parameters.resolve("float16", technique.descriptor().parameters(), parameters);
        var input = new TechniqueInput(
                Map.of(ModelRole.SUBJECT, ModelFile.of(before)), Map.of(), resolved, Optional.empty());
        Path work = Files.createDirectories(folder.resolve("work"));
        TechniqueResult result = technique.apply(input, TestContext.in(work));
        return new Converted(before, result.candidates().get(0).model(), result);
    }

    Model model() throws Exception {
        return TfliteReader.read(after);
    }

    double measure(String name) {
        return result.candidates().get(0).measures().get(name);
    }
}
