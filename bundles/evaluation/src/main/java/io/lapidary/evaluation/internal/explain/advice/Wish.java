package io.lapidary.evaluation.internal.explain.advice;

import java.util.List;

/**
 * What to write in a request: a parameter of the step that quantizes, or a step before it.
 *
 * @param name of the parameter; empty for a step
 * @param values of the parameter, one for each operator or tensor that it is about
 * @param joint between the values
 * @param step as ID:NAME=VALUE,NAME=VALUE; empty for a parameter
 */
record Wish(String name, List<String> values, String joint, String step) {
    /** More values make a sentence of thousands of characters: a name may be of hundreds itself. */
    private static final int MOST_IN_WORDS = 3;

    static Wish parameter(String name, String value) {
        return parameter(name, List.of(value), "");
    }

    static Wish parameter(String name, List<String> values, String joint) {
        return new Wish(name, values, joint, "");
    }

    static Wish step(String step) {
        return new Wish("", List.of(), "", step);
    }

    /** As NAME=VALUE, whole; empty for a step. */
    String parameter() {
        return name.isEmpty() ? "" : name + "=" + String.join(joint, values);
    }

    /** For people, as the command line takes it: behind the step's id a comma ends a parameter. */
    String words() {
        if (!step.isEmpty()) {
            return "by a step before: " + step;
        }
        int more = values.size() - MOST_IN_WORDS;
        if (more <= 0) {
            return "with " + escaped(parameter());
        }
        String first = String.join(joint, values.subList(0, MOST_IN_WORDS));
        return "with " + escaped(name + "=" + first) + joint + "... (" + more
                + " more; the explanation's JSON has them)";
    }

    private static String escaped(String text) {
        return text.replace(",", "\\,");
    }
}
