package io.lapidary.engine.litert.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.apache.avro.Schema;

import io.lapidary.api.LapidaryException;
import io.lapidary.engine.EngineChild;
import io.lapidary.engine.litert.child.Calls;

/** Finds the jars and folders of the Java classes that a child process needs, beside the native libraries. */
public interface ChildClassPath {
    /** @param folder where files may be written that do not lie on the disk as they are */
    List<Path> files(Path folder) throws IOException;

    /** One class of each jar that is needed. Avro parses schemas by Jackson and logs by SLF4J. */
    static List<Class<?>> needed() {
        Class<?> mapper = loaded("com.fasterxml.jackson.databind.ObjectMapper", Schema.class);
        return List.of(
                Calls.class,
                EngineChild.class,
                LapidaryException.class,
                Schema.class,
                mapper,
                loaded("com.fasterxml.jackson.core.JsonFactory", mapper),
                loaded("com.fasterxml.jackson.annotation.JsonInclude", mapper),
                loaded("org.slf4j.Logger", Schema.class));
    }

    /** As the user of that class sees it. */
    private static Class<?> loaded(String name, Class<?> user) {
        try {
            return Class.forName(name, false, user.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(user + " runs without " + name, e);
        }
    }
}
