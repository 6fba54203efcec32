package io.lapidary.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How an engine process is started.
 *
 * @param name of the engine, for messages
 * @param classPath jars and folders
 * @param mainClass its main method calls {@link EngineChild#serve}
 * @param heapBytes largest Java heap; the library's own memory comes on top
 * @param options of the Java virtual machine, beside those that every engine gets
 * @param folder where each process gets a folder of its own; it must exist
 */
public record EngineCommand(
        String name, List<Path> classPath, String mainClass, long heapBytes, List<String> options, Path folder) {
    /** The heap begins small, or garbage would fill all of it before any is collected: memory is the library's. */
    private static final long FIRST_HEAP_BYTES = 16 << 20;

    public EngineCommand {
        Objects.requireNonNull(name, "name");
        classPath = List.copyOf(classPath);
        Objects.requireNonNull(mainClass, "mainClass");
        options = List.copyOf(options);
        Objects.requireNonNull(folder, "folder");
    }

    List<String> arguments(Path socket, Path own) {
        var arguments = new ArrayList<String>();
        arguments.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        arguments.add("-Xms" + Math.min(FIRST_HEAP_BYTES, heapBytes));
        arguments.add("-Xmx" + heapBytes);
        arguments.add("-XX:+UseSerialGC");
        arguments.add("-XX:+ExitOnOutOfMemoryError");
        arguments.add("-XX:-CreateCoredumpOnCrash");
        arguments.add("-XX:ErrorFile=" + own.resolve("crash.log"));
        arguments.add("-XX:-UsePerfData");
        arguments.add("-Djava.awt.headless=true");
        if (Runtime.version().feature() >= 22) {
            arguments.add("--enable-native-access=ALL-UNNAMED");
        }
        arguments.addAll(options);
        arguments.add("-cp");
        arguments.add(String.join(
                java.io.File.pathSeparator,
                classPath.stream().map(Path::toString).toList()));
        arguments.add(mainClass);
        arguments.add(socket.toString());
        arguments.add(own.toString());
        return arguments;
    }
}
