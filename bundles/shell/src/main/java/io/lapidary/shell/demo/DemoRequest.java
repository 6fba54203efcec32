package io.lapidary.shell.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.lapidary.api.LapidaryException;
import io.lapidary.events.StepRequest;
import io.lapidary.shell.request.DataArgument;
import io.lapidary.shell.request.ModelArgument;
import io.lapidary.shell.request.RequestDraft;
import io.lapidary.shell.request.UsageException;

/**
 * One request of the demonstration.
 *
 * @param name what the table calls it
 * @param technique its step
 * @param parameters of the step
 */
record DemoRequest(String name, String technique, Map<String, String> parameters) {
    /** What the demonstration shows. */
    static final List<DemoRequest> ALL = List.of(
            new DemoRequest("float16", "float16", Map.of()),
            new DemoRequest("dynamic-range", "dynamic-range", Map.of()),
            new DemoRequest("dynamic-range all_weights", "dynamic-range", Map.of("all_weights", "true")));

    private static final String MODEL = "digits.tflite";
    private static final String TEST = "digits-test.npz";

    /** The folder of this request's files. */
    String folder() {
        return name.replace(' ', '-').replace('_', '-');
    }

    /** @param samples folder of the sample model and data */
    RequestDraft draft(Path samples) throws UsageException, LapidaryException {
        var data = new TreeMap<String, DataArgument>();
        data.put("test", DataArgument.parse("test", TEST, samples));
        return new RequestDraft(
                ModelArgument.parse(MODEL, samples),
                data,
                Optional.empty(),
                Optional.empty(),
                request -> request.setSteps(List.of(StepRequest.newBuilder()
                        .setTechnique(technique)
                        .setParameters(parameters)
                        .build())));
    }

    static boolean isSampleFolder(Path folder) {
        return Files.isReadable(folder.resolve(MODEL)) && Files.isReadable(folder.resolve(TEST));
    }
}
