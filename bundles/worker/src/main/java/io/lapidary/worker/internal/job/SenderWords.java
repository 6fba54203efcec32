package io.lapidary.worker.internal.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.lapidary.api.LapidaryException;
import io.lapidary.events.OptimizationRequest;

/**
 * Says in a step's complaints what the sender calls its model. An engine or a technique names the file that it has: one of the
 * store, or one that the step wrote in its folder, which nobody else ever saw.
 */
final class SenderWords {
    private static final String MODELS = ".tflite";

    private final String model;

    SenderWords(OptimizationRequest request) {
        model = "'" + (request.getModelName().isEmpty() ? request.getModel() : request.getModelName()) + "'";
    }

    /**
     * @param subject the step's model
     * @param folder where the step works
     * @param index of the step
     * @param step its name
     */
    LapidaryException of(LapidaryException complaint, Path subject, Path folder, int index, String step) {
        var words = new HashMap<String, String>();
        String given = model + (index == 0 ? "" : " after step " + index);
        own(folder, given + " as " + step + " changed it", words);
        words.put(subject.getFileName().toString(), given);
        String message = replaced(complaint.getMessage(), words);
        return message.equals(complaint.getMessage())
                ? complaint
                : new LapidaryException(complaint.code(), message, complaint.remedy(), complaint.where(), complaint);
    }

    private static void own(Path folder, String word, Map<String, String> words) {
        try (var files = Files.list(folder)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(MODELS))
                    .forEach(name -> words.put(name, word));
        } catch (IOException | UncheckedIOException e) {
            // Then they are told by their names.
        }
    }

    /** In one go, so that what was put in is not taken for another file's name; nor is a part of a longer name. */
    private static String replaced(String message, Map<String, String> words) {
        String names = words.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|"));
        return Pattern.compile("(?<![\\w./-])'?(" + names + ")(?![\\w-])'?")
                .matcher(message)
                .replaceAll(found -> Matcher.quoteReplacement(words.get(found.group(1))));
    }
}
