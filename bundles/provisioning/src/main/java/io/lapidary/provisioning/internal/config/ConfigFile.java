package io.lapidary.provisioning.internal.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A configuration file as text: lines of the form {@code name = value}, comments that begin with {@code #}, empty lines.
 *
 * @param values name to value, in the file's order
 */
record ConfigFile(Map<String, String> values) {
    private static final String FORM = "; a line is 'name = value', empty, or a comment that begins with #";

    ConfigFile {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** @throws ConfigException that names the line which cannot be read */
    static ConfigFile read(Path file) throws ConfigException {
        try {
            return parse(Files.readAllLines(file));
        } catch (CharacterCodingException e) {
            throw new ConfigException("it is no text in UTF-8");
        } catch (IOException e) {
            throw new ConfigException("it cannot be read (" + e + ")");
        }
    }

    static ConfigFile parse(List<String> lines) throws ConfigException {
        var values = new LinkedHashMap<String, String>();
        for (int i = 0; i < lines.size(); i++) {
            String line = withoutMark(lines.get(i), i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            String name = equals < 0 ? "" : line.substring(0, equals).strip();
            if (name.isEmpty() || name.contains(" ") || !line.chars().allMatch(ConfigFile::isText)) {
                throw new ConfigException("line " + (i + 1) + " cannot be read" + FORM);
            }
            if (values.put(name, line.substring(equals + 1).strip()) != null) {
                throw new ConfigException("line " + (i + 1) + " sets " + name + " a second time");
            }
        }
        return new ConfigFile(values);
    }

    /** Some editors begin a file in UTF-8 with a mark of the order of bytes, which nobody sees. */
    private static String withoutMark(String line, int index) {
        return index == 0 && line.startsWith("\uFEFF") ? line.substring(1) : line;
    }

    private static boolean isText(int character) {
        return character == '\t' || !Character.isISOControl(character);
    }
}
