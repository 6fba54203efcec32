package io.lapidary.shell.request;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads {@code name=value[,name=value]...}. A comma within a value is written {@code \,}; every other backslash stands for itself,
 * since values may be regular expressions.
 */
final class ParameterSyntax {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");

    private ParameterSyntax() {}

    /** @param option the whole option as given, for messages */
    static Map<String, String> parse(String option, String text) throws UsageException {
        var parameters = new LinkedHashMap<String, String>();
        for (String part : split(text)) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            if (equals < 0 || !NAME.matcher(name).matches()) {
                throw new UsageException("In " + option + ", '" + part + "' is not name=value with a name in"
                        + " snake_case. A comma within a value is written \\,");
            }
            if (parameters.put(name, part.substring(equals + 1)) != null) {
                throw new UsageException(option + " gives " + name + " twice. Give it once.");
            }
        }
        return parameters;
    }

    private static List<String> split(String text) {
        var parts = new ArrayList<String>();
        var part = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == ',') {
                part.append(',');
                i++;
            } else if (c == ',') {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }
}
