package io.lapidary.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;

/** An engine process that does on demand what a broken native library does. */
final class FaultyChild implements CallHandler {
    static final String ECHO = "echo";
    static final String PID = "pid";
    static final String HANG = "hang";
    static final String CRASH = "crash";
    static final String SEGFAULT = "segfault";
    static final String FILL_MEMORY = "fill-memory";
    static final String FILL_HEAP = "fill-heap";
    static final String PRINT = "print";
    static final String REFUSE = "refuse";
    static final String BUG = "bug";

    public static void main(String[] arguments) throws IOException, InterruptedException {
        EngineChild.serve(arguments, log -> new FaultyChild());
    }

    @Override
    public byte[] hello() {
        return "hello".getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] handle(String operation, byte[] payload) throws LapidaryException {
        return switch (operation) {
            case ECHO -> payload;
            case PID -> Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
            case HANG -> hang();
            case CRASH -> {
                System.err.println("tensor 7 is not where it should be");
                Runtime.getRuntime().halt(139);
                yield payload;
            }
            case SEGFAULT -> segfault();
            case FILL_MEMORY -> fillMemory();
            case FILL_HEAP -> new byte[Integer.MAX_VALUE - 8];
            case PRINT -> {
                for (int i = 0; i < 20_000; i++) {
                    System.out.println("chatter on stdout " + i);
                    System.err.println("chatter on stderr " + i);
                }
                yield payload;
            }
            case REFUSE ->
                throw new LapidaryException(ErrorCodes.CORRUPT_MODEL, "Model x is damaged.", "Copy it.", "x", null);
            case BUG -> throw new IllegalStateException("a bug");
            default -> throw new IllegalArgumentException(operation);
        };
    }

    private static byte[] hang() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new byte[0];
    }

    /** Writes to address 8, as native code does that follows a broken pointer. */
    private static byte[] segfault() {
        try {
            Class<?> type = Class.forName("sun.misc.Unsafe");
            var field = type.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            type.getMethod("putLong", long.class, long.class).invoke(field.get(null), 8L, 1L);
            return new byte[0];
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] fillMemory() {
        List<ByteBuffer> held = new ArrayList<>();
        while (held.size() < 4096) {
            var piece = ByteBuffer.allocateDirect(4 << 20);
            for (int i = 0; i < piece.capacity(); i += 1024) {
                piece.put(i, (byte) 1);
            }
            held.add(piece);
        }
        return new byte[0];
    }
}
