package io.lapidary.engine.litert.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/**
 * Classes lie in bundles, wherever the framework keeps those: each bundle's entries are written to a jar, the version in its
 * name.
 */
public final class BundleClassPath implements ChildClassPath {
    @Override
    public List<Path> files(Path folder) throws IOException {
        Set<Bundle> bundles = new LinkedHashSet<>();
        ChildClassPath.needed().forEach(needed -> bundles.add(FrameworkUtil.getBundle(needed)));
        var files = new ArrayList<Path>();
        for (Bundle bundle : bundles) {
            Path jar = folder.resolve(bundle.getSymbolicName() + "-" + bundle.getVersion() + ".jar");
            write(bundle, jar);
            files.add(jar);
        }
        return files;
    }

    private static void write(Bundle bundle, Path jar) throws IOException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.setLevel(0);
            for (URL entry : Collections.list(bundle.findEntries("/", "*", true))) {
                String name = entry.getPath().substring(1);
                if (name.endsWith("/") || name.startsWith(Natives.FOLDER)) {
                    continue;
                }
                zip.putNextEntry(new ZipEntry(name));
                try (InputStream in = entry.openStream()) {
                    in.transferTo(zip);
                }
                zip.closeEntry();
            }
        }
    }
}
