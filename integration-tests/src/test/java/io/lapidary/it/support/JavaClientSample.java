package io.lapidary.it.support;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** {@code samples/java-client}, compiled with what its pom names, and nothing of Lapidary but the schemas. */
public final class JavaClientSample {
    private static final List<String> SCHEMAS =
            List.of("OptimizationRequest.avsc", "LifecycleEvent.avsc", "OptimizationResult.avsc");

    /** Kafka's clients (as the platform's bundle of them), Avro with what it needs, and logging. */
    private static final List<String> LIBRARIES = List.of(
            "org.apache.kafka.clients.producer.KafkaProducer",
            "org.apache.avro.Schema",
            "com.fasterxml.jackson.databind.ObjectMapper",
            "com.fasterxml.jackson.core.JsonFactory",
            "com.fasterxml.jackson.annotation.JsonInclude",
            "org.slf4j.Logger");

    private final String classPath;

    private JavaClientSample(String classPath) {
        this.classPath = classPath;
    }

    /**
     * @param project the checkout
     * @param folder for its classes
     */
    public static JavaClientSample build(Path project, Path folder) throws Exception {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Path schemas = Files.createDirectories(classes.resolve("schemas"));
        for (String schema : SCHEMAS) {
            Files.copy(project.resolve("docs/schemas").resolve(schema), schemas.resolve(schema));
        }
        var path = new ArrayList<>(Sources.jarsOf(LIBRARIES));
        Sources.compile(project.resolve("samples/java-client/src/main/java"), path, classes);
        path.add(classes);
        String classPath = path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        return new JavaClientSample(classPath);
    }

    /**
     * What it ended with.
     *
     * @param status its exit code
     * @param output both streams
     */
    public record Ended(int status, String output) {}

    public Ended run(List<String> arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(Java.executable(), "-cp", classPath, "com.example.client.Main"));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(Client.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the sample does not end: " + output);
            }
            return new Ended(process.exitValue(), output);
        } finally {
            process.destroyForcibly();
        }
    }
}
