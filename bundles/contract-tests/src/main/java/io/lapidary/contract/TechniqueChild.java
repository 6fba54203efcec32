package io.lapidary.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.lapidary.api.Digest;

/** Runs the technique of a contract test in a process of its own. */
final class TechniqueChild {
    private static final String DIGESTS = "digests.txt";
    private static final int TIMEOUT_MINUTES = 10;

    private TechniqueChild() {}

    /**
     * @param arguments the test's class, the index of the subject, the folder to run in
     */
    public static void main(String[] arguments) throws Exception {
        var constructor = Class.forName(arguments[0]).getDeclaredConstructor();
        constructor.setAccessible(true);
        var test = (TechniqueSetting) constructor.newInstance();
        Path folder = Path.of(arguments[2]);
        var subject = test.subjects().get(Integer.parseInt(arguments[1]));
        var run = new TechniqueBench(test).run(subject, folder);
        Files.write(
                folder.resolve(DIGESTS), run.digests().stream().map(Digest::hex).toList());
        System.exit(0);
    }

    /** Starts such a process on this one's class path and gives the digests of what the technique made there. */
    static List<Digest> run(Class<? extends TechniqueSetting> test, int subject, Path folder)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path log = folder.resolve("log.txt");
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // It lives for a second: what a long life would repay is not worth its start.
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("lapidary."))
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.add(TechniqueChild.class.getName());
        command.addAll(List.of(test.getName(), Integer.toString(subject), folder.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new AssertionError("the technique does not run in a child process:\n" + Files.readString(log));
            }
        } finally {
            process.destroyForcibly();
        }
        return Files.readAllLines(folder.resolve(DIGESTS)).stream()
                .map(Digest::new)
                .toList();
    }
}
