package io.lapidary.launcher;

import java.io.IOException;
import java.io.OutputStream;

/** A process that behaves as the broker does towards its parent, in several good and bad ways. */
final class FakeBroker {

    private FakeBroker() {}

    public static void main(String[] args) throws IOException {
        switch (args[0]) {
            case "ready" -> {
                System.out.println("something else first");
                System.out.println("ready bootstrap.servers=127.0.0.1:4711");
                System.in.transferTo(OutputStream.nullOutputStream());
            }
            case "silent" -> System.in.transferTo(OutputStream.nullOutputStream());
            case "broken" -> {
                System.err.println("lapidary broker: it did not start: no room");
                System.err.println("    at some.Class");
                System.exit(1);
            }
            default -> throw new IllegalArgumentException(args[0]);
        }
    }
}
