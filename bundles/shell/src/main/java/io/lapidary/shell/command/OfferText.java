package io.lapidary.shell.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.parameter.Parameter;
import io.lapidary.events.ParameterInfo;
import io.lapidary.events.mapping.ParameterMapper;
import io.lapidary.shell.view.Console;
import io.lapidary.shell.view.Paragraph;
import io.lapidary.shell.view.Style;

/** Parameters and roles of what nodes offer, as text and as JSON. */
final class OfferText {
    private OfferText() {}

    /** One paragraph a parameter: name, what it takes, default, what it does. */
    static void parameters(Console console, List<ParameterInfo> parameters) throws LapidaryException {
        if (parameters.isEmpty()) {
            console.out().println("  no parameters");
        }
        int width = console.outScreen().width();
        for (ParameterInfo info : parameters) {
            Parameter<?> parameter = ParameterMapper.fromInfo(info);
            String given = info.getDefaultValue() == null
                    ? "must be given"
                    : "default " + (info.getDefaultValue().isEmpty() ? "empty" : info.getDefaultValue());
            console.out()
                    .println("  " + Style.BOLD.on(console.outScreen(), info.getName()) + "  " + parameter.allowed()
                            + "; " + given);
            Paragraph.wrap(info.getDescription(), width, "      ", "      ").forEach(console.out()::println);
        }
    }

    static List<Map<String, Object>> document(List<ParameterInfo> parameters) {
        var documents = new ArrayList<Map<String, Object>>();
        for (ParameterInfo parameter : parameters) {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("name", parameter.getName());
            fields.put("type", parameter.getKind());
            fields.put("unit", parameter.getUnit());
            fields.put("min", parameter.getMin());
            fields.put("max", parameter.getMax());
            fields.put("choices", parameter.getChoices());
            fields.put("multipleOf", parameter.getMultipleOf());
            fields.put("default", parameter.getDefaultValue());
            fields.put("description", parameter.getDescription());
            documents.add(fields);
        }
        return documents;
    }

    /** As in {@code representative (required), test (optional)}. */
    static String needs(Map<String, String> needs) {
        return new TreeMap<>(needs)
                .entrySet().stream()
                        .map(n -> n.getKey().toLowerCase(Locale.ROOT) + " ("
                                + n.getValue().toLowerCase(Locale.ROOT) + ")")
                        .collect(Collectors.joining(", "));
    }
}
