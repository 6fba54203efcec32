package io.lapidary.shell.request;

import java.util.Map;
import java.util.regex.Pattern;

import io.lapidary.events.Target;

/** Reads {@code --target}: {@code BACKEND[:profile]}. */
public final class TargetSyntax {
    private static final Pattern FORM = Pattern.compile("([a-z0-9]+(?:-[a-z0-9]+)*)(?::([A-Za-z0-9][A-Za-z0-9._-]*))?");

    private TargetSyntax() {}

    public static Target parse(String text) throws UsageException {
        int comma = text.indexOf(',');
        var form = FORM.matcher(comma < 0 ? text : text.substring(0, comma));
        if (!form.matches()) {
            throw new UsageException(
                    "--target " + text + " is not BACKEND[:profile][,name=value...], as in --target cpu."
                            + " 'lapidary backends' lists them.");
        }
        return new Target(
                form.group(1),
                form.group(2) == null ? "" : form.group(2),
                comma < 0 ? Map.of() : ParameterSyntax.parse("--target " + text, text.substring(comma + 1)));
    }
}
