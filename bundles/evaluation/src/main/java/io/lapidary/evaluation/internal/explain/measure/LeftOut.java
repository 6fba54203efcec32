package io.lapidary.evaluation.internal.explain.measure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.lapidary.api.LapidaryException;

/** What was not looked at, and why: a part that cannot be had costs its numbers, not the explanation. */
public final class LeftOut {
    private final List<String> sentences = new ArrayList<>();

    @FunctionalInterface
    public interface Part<T> {
        T take() throws LapidaryException, InterruptedException, IOException;
    }

    public void add(String sentence) {
        sentences.add(sentence);
    }

    public List<String> sentences() {
        return List.copyOf(sentences);
    }

    /**
     * What an engine cannot do with a model is left out.
     *
     * @param what as in "Advice was"
     */
    public <T> T measured(String what, T otherwise, Part<T> part) throws InterruptedException, IOException {
        try {
            return part.take();
        } catch (LapidaryException e) {
            add(what + " not measured: " + e.getMessage());
            return otherwise;
        }
    }

    /**
     * What cannot be changed so is left out, also where an odd model breaks what changes it.
     *
     * @param what as a sentence begins
     */
    public <T> T tried(String what, T otherwise, Part<T> part) throws InterruptedException, IOException {
        try {
            return part.take();
        } catch (LapidaryException e) {
            add(what + " was not tried: " + e.getMessage());
        } catch (RuntimeException e) {
            add(what + " was not tried, since that failed with " + e + "; report it, with the model if you can.");
        }
        return otherwise;
    }
}
