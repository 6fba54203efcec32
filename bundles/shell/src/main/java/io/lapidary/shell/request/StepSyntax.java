package io.lapidary.shell.request;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.lapidary.events.StepRequest;

/**
 * Reads {@code --step}: {@code ID[@VERSION][:name=value[,name=value]...]}. A comma within a value is written {@code \,}; every other
 * backslash stands for itself, since values may be regular expressions.
 */
public final class StepSyntax {
    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");

    private StepSyntax() {}

    public static StepRequest parse(String text) throws UsageException {
        int colon = text.indexOf(':');
        String head = colon < 0 ? text : text.substring(0, colon);
        int at = head.indexOf('@');
        String id = at < 0 ? head : head.substring(0, at);
        String version = at < 0 ? null : head.substring(at + 1);
        if (!ID.matcher(id).matches()) {
            throw new UsageException(
                    "--step " + text + " begins with no technique's id. Write --step ID[:name=value,...],"
                            + " as in --step dynamic-range:all_weights=true; 'lapidary techniques' lists the ids.");
        }
        if (version != null && !VERSION.matcher(version).matches()) {
            throw new UsageException(
                    "--step " + text + " asks for the version '" + version + "', which is not of the form 1.2.3.");
        }
        return StepRequest.newBuilder()
                .setTechnique(id)
                .setVersion(version)
                .setParameters(colon < 0 ? Map.of() : parameters(text, text.substring(colon + 1)))
                .build();
    }

    private static Map<String, String> parameters(String step, String text) throws UsageException {
        var parameters = new LinkedHashMap<String, String>();
        for (String part : split(text)) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            if (equals < 0 || !NAME.matcher(name).matches()) {
                throw new UsageException("In --step " + step + ", '" + part + "' is not name=value with a name in"
                        + " snake_case. A comma within a value is written \\,");
            }
            if (parameters.put(name, part.substring(equals + 1)) != null) {
                throw new UsageException("--step " + step + " gives " + name + " twice. Give it once.");
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
