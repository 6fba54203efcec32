package io.lapidary.engine.litert.internal;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Classes lie in jars and folders on the disk: a program's or a test's class path. */
public final class PlainClassPath implements ChildClassPath {
    @Override
    public List<Path> files(Path folder) throws IOException {
        var files = new ArrayList<Path>();
        for (Class<?> needed : ChildClassPath.needed()) {
            try {
                Path file = Path.of(needed.getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI());
                if (!files.contains(file)) {
                    files.add(file);
                }
            } catch (URISyntaxException | IllegalArgumentException e) {
                throw new IOException("the class path of " + needed + " is no file", e);
            }
        }
        return files;
    }
}
