package com.example.client;

import java.io.IOException;
import java.io.Reader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;

import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.KafkaException;

/** Sends a request, tells its events, fetches what was made. Exit codes: 0 succeeded, 1 anything else, 2 wrong arguments. */
public final class Main {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private Main() {}

    /** See {@link Arguments#USAGE}. */
    public static void main(String[] words) throws InterruptedException {
        try {
            System.exit(run(Arguments.parse(words)) ? 0 : 1);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(Arguments.USAGE);
            System.exit(2);
        } catch (NoSuchFileException e) {
            // Its message is the bare name.
            System.err.println("There is no file " + e.getFile() + ".");
            System.exit(1);
        } catch (IOException | KafkaException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static boolean run(Arguments arguments) throws IOException, InterruptedException {
        var store = new StoreFolder(arguments.store());
        // An id of one's own choice. The same request sent twice under one id is served once.
        String requestId = "sample-" + UUID.randomUUID();
        var data = new HashMap<String, String>();
        if (arguments.test().isPresent()) {
            Path test = arguments.test().get();
            // In the store it has no name, and the name's end says what format it is of.
            data.put("test", store.put(test) + "?name=" + encoded(test.getFileName()));
        }
        GenericRecord request = Requests.of(
                requestId,
                store.put(arguments.model()),
                arguments.model().getFileName().toString(),
                arguments.steps(),
                data);
        try (var platform = new Platform(connection(arguments))) {
            platform.beginFollowing();
            platform.send(request);
            System.out.println("request " + requestId);
            Optional<GenericRecord> result =
                    platform.follow(requestId, Main::tell, Instant.now().plus(PATIENCE));
            if (result.isEmpty()) {
                System.err.println("No result within " + PATIENCE.toMinutes()
                        + " minutes. Was it readable? See the topic lapidary.dead-letters.");
                return false;
            }
            return finish(result.get(), store, arguments.out());
        }
    }

    private static Properties connection(Arguments arguments) throws IOException {
        var connection = new Properties();
        if (arguments.commandConfig().isPresent()) {
            try (Reader in = Files.newBufferedReader(arguments.commandConfig().get())) {
                connection.load(in);
            }
        }
        connection.put("bootstrap.servers", arguments.bootstrapServers());
        return connection;
    }

    private static void tell(GenericRecord event) {
        String about = event.get("technique").toString();
        String message = event.get("message").toString();
        System.out.println((event.get("type") + " " + about).strip() + (message.isEmpty() ? "" : ": " + message));
    }

    private static boolean finish(GenericRecord result, StoreFolder store, Path out) throws IOException {
        System.out.println("result " + result.get("status"));
        for (Object error : (List<?>) result.get("errors")) {
            GenericRecord info = (GenericRecord) error;
            System.err.println(info.get("code") + ": " + info.get("message") + " " + info.get("remedy"));
        }
        for (Object artifact : (List<?>) result.get("artifacts")) {
            Path folder = out.resolve(((GenericRecord) artifact).get("kind").toString());
            for (Object file : (List<?>) ((GenericRecord) artifact).get("files")) {
                GenericRecord info = (GenericRecord) file;
                Path target = folder.resolve(info.get("path").toString()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("The artifact names a file outside of its folder: " + info.get("path"));
                }
                store.fetch(info.get("uri").toString(), target);
                System.out.println("fetched " + target + ", " + info.get("bytes") + " bytes");
            }
        }
        return result.get("status").toString().equals("SUCCEEDED");
    }

    private static String encoded(Path name) {
        return URLEncoder.encode(name.toString(), StandardCharsets.UTF_8).replace("+", "%20");
    }
}
