package io.lapidary.engine;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;

/** Starts engine processes and waits for their HELLO. */
final class EngineStarter {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EngineCommand command;
    private final Watchdog watchdog;

    EngineStarter(EngineCommand command, Watchdog watchdog) {
        this.command = command;
        this.watchdog = watchdog;
    }

    EngineProcess start() throws LapidaryException, InterruptedException {
        Path folder = null;
        Path socketFolder = null;
        try {
            folder = Files.createTempDirectory(command.folder(), "process-");
            // A socket's path is limited to about 100 bytes, so it lies in the system's folder, readable by us alone.
            socketFolder = Files.createTempDirectory("lapidary-");
            return start(folder, socketFolder.resolve("s"));
        } catch (ClosedByInterruptException e) {
            Thread.interrupted();
            throw new InterruptedException("while the " + command.name() + " engine was starting");
        } catch (IOException e) {
            throw unavailable("could not be started: " + e, folder, e);
        } finally {
            if (socketFolder != null) {
                Folders.delete(socketFolder);
            }
        }
    }

    private EngineProcess start(Path folder, Path socket) throws IOException, LapidaryException {
        String token = UUID.randomUUID().toString();
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket), 1);
            Process process = spawn(folder, socket, token);
            process.onExit().thenRun(() -> closeQuietly(server));
            var watch = watchdog.watch(process, Long.MAX_VALUE, PATIENCE);
            try {
                EngineProcess ready = greeted(server, process, folder, token);
                watch.close();
                return ready;
            } catch (ClosedByInterruptException e) {
                abandon(process, watch);
                Folders.delete(folder);
                throw e;
            } catch (IOException e) {
                abandon(process, watch);
                String end = ExitStatus.describe(process.onExit().join().exitValue());
                var failure = unavailable("did not come up: its process " + end, folder, e);
                Folders.delete(folder);
                throw failure;
            } catch (RuntimeException | Error e) {
                // Whatever is wrong here, nobody else knows of the process.
                abandon(process, watch);
                Folders.delete(folder);
                throw e;
            }
        }
    }

    private EngineProcess greeted(ServerSocketChannel server, Process process, Path folder, String token)
            throws IOException {
        var frames = new FrameChannel(server.accept());
        Frame hello = frames.read();
        if (hello.kind() != Frame.Kind.HELLO || !hello.operation().equals(token)) {
            frames.close();
            throw new IOException("a stranger has connected to the engine's socket");
        }
        return new EngineProcess(command.name(), process, frames, folder, watchdog, hello.payload());
    }

    private static void abandon(Process process, Watchdog.Watch watch) {
        watch.close();
        process.destroyForcibly();
    }

    private Process spawn(Path folder, Path socket, String token) throws IOException {
        var builder = new ProcessBuilder(command.arguments(socket, folder))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(EngineChild.LOG).toFile()));
        builder.environment().put(EngineChild.TOKEN, token);
        // What a model took goes back to the system when it is closed; glibc would keep blocks of up to 32 MB for
        // itself.
        builder.environment().putIfAbsent("MALLOC_MMAP_THRESHOLD_", Integer.toString(1 << 20));
        // The platform's own options are not meant for its children.
        List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH")
                .forEach(builder.environment()::remove);
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private LapidaryException unavailable(String what, Path folder, IOException cause) {
        String words = folder == null ? "" : new EngineLog(folder.resolve(EngineChild.LOG)).lastWords();
        return new LapidaryException(
                ErrorCodes.ENGINE_UNAVAILABLE,
                "The " + command.name() + " engine " + what + (words.isEmpty() ? "." : ". Its last words: " + words),
                "Check that this machine can run a Java process with the engine's native libraries.",
                cause);
    }

    private static void closeQuietly(ServerSocketChannel server) {
        try {
            server.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
