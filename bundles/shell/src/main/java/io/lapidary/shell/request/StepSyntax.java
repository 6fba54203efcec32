package io.lapidary.shell.request;

import java.util.Map;
import java.util.regex.Pattern;

import io.lapidary.events.StepRequest;

/** Reads {@code --step}: {@code ID[@VERSION][:name=value[,name=value]...]}. */
public final class StepSyntax {
    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+");

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
                .setParameters(
                        colon < 0 ? Map.of() : ParameterSyntax.parse("--step " + text, text.substring(colon + 1)))
                .build();
    }
}
