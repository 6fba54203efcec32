package io.lapidary.provisioning.internal.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.NearestName;

/**
 * All that can be set of one service.
 *
 * @param pid its configuration file's name without the ending
 * @param settings by name
 * @param rules that hold between them
 */
record ServiceSettings(String pid, Map<String, Setting> settings, List<SettingRule> rules) {
    ServiceSettings {
        settings = Map.copyOf(settings);
        rules = List.copyOf(rules);
    }

    ServiceSettings(String pid, Map<String, Setting> settings) {
        this(pid, settings, List.of());
    }

    /**
     * A file's values in their types.
     *
     * @throws ConfigException that names every key that is unknown or has a value that is not allowed
     */
    Map<String, Object> read(ConfigFile file) throws ConfigException {
        var values = new LinkedHashMap<String, Object>();
        List<String> wrong = new ArrayList<>();
        for (var entry : file.values().entrySet()) {
            Optional<Setting> setting = Optional.ofNullable(settings.get(entry.getKey()));
            if (setting.isEmpty()) {
                wrong.add("there is no " + entry.getKey() + ". "
                        + NearestName.hint(
                                entry.getKey(),
                                settings.keySet().stream().sorted().toList()));
                continue;
            }
            try {
                values.put(entry.getKey(), setting.get().read(entry.getValue()));
            } catch (ConfigException e) {
                wrong.add(e.getMessage());
            }
        }
        if (wrong.isEmpty()) {
            rules.forEach(rule -> rule.broken(values, settings).ifPresent(wrong::add));
        }
        if (!wrong.isEmpty()) {
            throw new ConfigException(String.join("; ", wrong));
        }
        return values;
    }
}
