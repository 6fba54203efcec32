package io.lapidary.engine;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;

/**
 * The frame of an engine process's {@code main}: connects to the platform, answers calls one at a time, and ends at once
 * when the platform closes the connection or dies, even in the middle of a call.
 */
public final class EngineChild {
    static final String TOKEN = "LAPIDARY_ENGINE_TOKEN";
    static final String LOG = "engine.log";

    private final FrameChannel frames;
    private final Path folder;
    private final BlockingQueue<Frame> calls = new LinkedBlockingQueue<>();

    private EngineChild(FrameChannel frames, Path folder) {
        this.frames = frames;
        this.folder = folder;
    }

    /**
     * Serves until the platform goes; it does not return.
     *
     * @param arguments as {@code main} got them
     * @param library loads the native library and gives what answers calls; it gets the process's log, where the
     *     library's own words land
     */
    public static void serve(String[] arguments, Function<EngineLog, CallHandler> library)
            throws IOException, InterruptedException {
        var folder = Path.of(arguments[1]);
        var log = new EngineLog(folder.resolve(LOG));
        outliveSignals();
        CallHandler handler = library.apply(log);
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(arguments[0]));
        var child = new EngineChild(new FrameChannel(channel), folder);
        child.frames.write(new Frame(0, Frame.Kind.HELLO, System.getenv(TOKEN), handler.hello()));
        // Daemon or not does not matter: nothing but this thread's halt ends the process in order.
        new Thread(child::listen, "engine-frames").start();
        child.answer(handler, log);
    }

    /**
     * A service manager or a terminal signals the whole group, while the platform still drains its jobs, which need this
     * process. So only the platform's going ends it; a shutdown waits for that.
     */
    private static void outliveSignals() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    private void listen() {
        try {
            while (true) {
                calls.add(frames.read());
            }
        } catch (EOFException e) {
            end(0);
        } catch (IOException e) {
            e.printStackTrace();
            end(1);
        }
    }

    private void end(int status) {
        Folders.delete(folder);
        Runtime.getRuntime().halt(status);
    }

    private void answer(CallHandler handler, EngineLog log) throws IOException, InterruptedException {
        while (true) {
            Frame call = calls.take();
            log.trim();
            frames.write(answer(handler, call));
        }
    }

    private static Frame answer(CallHandler handler, Frame call) throws IOException {
        LapidaryException failure;
        try {
            byte[] result = handler.handle(call.operation(), call.payload());
            return new Frame(call.call(), Frame.Kind.RESULT, call.operation(), result);
        } catch (LapidaryException e) {
            failure = e;
        } catch (Exception | LinkageError | StackOverflowError e) {
            e.printStackTrace();
            failure = new LapidaryException(
                    ErrorCodes.INTERNAL_ERROR,
                    "The engine process failed in '" + call.operation() + "': " + e,
                    "Report it with the model.",
                    e);
        }
        return new Frame(call.call(), Frame.Kind.FAILURE, call.operation(), Failures.encode(failure));
    }
}
