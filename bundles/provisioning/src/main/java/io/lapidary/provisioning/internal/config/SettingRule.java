package io.lapidary.provisioning.internal.config;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What must hold of a service's settings beyond each one's own type and range. A bundle says it in a file
 * {@code OSGI-INF/settings/PID.rules} beside its metatype, one rule a line, so that it holds before the service has started:
 *
 * <pre>
 * lane.initial &lt;= lane.max          numbers; a setting that is not given has its default, and a negative second says nothing
 * tenants ~ [a-z][a-z0-9]*          a regular expression for the text, or for each of several; empty texts pass
 * root ~ /.* -- an absolute path    the same with words for people in place of the expression
 * </pre>
 */
sealed interface SettingRule {
    /**
     * @param values as given
     * @param settings what there is, for the defaults
     * @return what is wrong, naming every key concerned; empty if the rule holds
     */
    Optional<String> broken(Map<String, Object> values, Map<String, Setting> settings);

    /** The first is not to be above the second. */
    record NotAbove(String low, String high) implements SettingRule {
        @Override
        public Optional<String> broken(Map<String, Object> values, Map<String, Setting> settings) {
            double least = number(low, values, settings);
            double most = number(high, values, settings);
            return least <= most || most < 0
                    ? Optional.empty()
                    : Optional.of(said(low, values, settings) + " is above " + said(high, values, settings) + "; " + low
                            + " takes at most what " + high + " has");
        }

        private static double number(String name, Map<String, Object> values, Map<String, Setting> settings) {
            return Double.parseDouble(text(name, values, settings));
        }

        private static String said(String name, Map<String, Object> values, Map<String, Setting> settings) {
            return name + " = " + text(name, values, settings) + (values.containsKey(name) ? "" : " (its default)");
        }

        private static String text(String name, Map<String, Object> values, Map<String, Setting> settings) {
            return values.containsKey(name)
                    ? values.get(name).toString()
                    : settings.get(name).byDefault().orElse("0");
        }
    }

    /** Each text is to be of a form, which words tell. */
    record Form(String name, Pattern form, String words) implements SettingRule {
        @Override
        public Optional<String> broken(Map<String, Object> values, Map<String, Setting> settings) {
            return texts(values.get(name)).stream()
                    .filter(text -> !text.isEmpty() && !form.matcher(text).matches())
                    .findFirst()
                    .map(text -> name + " = " + text + " is not allowed; it takes " + words);
        }

        private static List<String> texts(Object value) {
            if (value == null) {
                return List.of();
            }
            return value.getClass().isArray()
                    ? IntStream.range(0, Array.getLength(value))
                            .mapToObj(i -> Array.get(value, i).toString())
                            .toList()
                    : List.of(value.toString());
        }
    }

    /** @throws IllegalArgumentException naming a line that is no rule, or a rule for a setting that there is not */
    static List<SettingRule> parse(List<String> lines, Map<String, Setting> settings) {
        Pattern notAbove = Pattern.compile("(\\S+) <= (\\S+)");
        Pattern ofForm = Pattern.compile("(\\S+) ~ (.+?)(?: -- (.+))?");
        var rules = new ArrayList<SettingRule>();
        for (String line : lines) {
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            Matcher order = notAbove.matcher(text);
            Matcher form = ofForm.matcher(text);
            if (order.matches() && settings.containsKey(order.group(1)) && settings.containsKey(order.group(2))) {
                rules.add(new NotAbove(order.group(1), order.group(2)));
            } else if (form.matches() && settings.containsKey(form.group(1))) {
                String words = Optional.ofNullable(form.group(3)).orElse("what is of the form " + form.group(2));
                rules.add(new Form(form.group(1), Pattern.compile(form.group(2)), words));
            } else {
                throw new IllegalArgumentException("'" + text + "' is no rule for these settings");
            }
        }
        return rules;
    }
}
