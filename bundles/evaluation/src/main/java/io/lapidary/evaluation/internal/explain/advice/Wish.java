package io.lapidary.evaluation.internal.explain.advice;

/**
 * What to write in a request: a parameter of the step that quantizes, or a step before it.
 *
 * @param parameter as NAME=VALUE; empty for a step
 * @param step as ID:NAME=VALUE,NAME=VALUE; empty for a parameter
 */
record Wish(String parameter, String step) {
    static Wish parameter(String name, String value) {
        return new Wish(name + "=" + value, "");
    }

    static Wish step(String step) {
        return new Wish("", step);
    }

    /** For people, as the command line takes it: behind the step's id a comma ends a parameter. */
    String words() {
        return step.isEmpty() ? "with " + parameter.replace(",", "\\,") : "by a step before: " + step;
    }
}
