package io.lapidary.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;

/** How the broker's end is tied to its parent's, and not to the keyboard. */
final class Terminal {

    private Terminal() {}

    /**
     * Ctrl-C reaches every process of the terminal at once. The node needs its broker until it has drained, and ends
     * it then. The signal API has no supported form, hence reflection.
     */
    static void ignoreInterrupt() throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Method handle = signal.getMethod("handle", signal, handler);
        handle.invoke(
                null,
                signal.getConstructor(String.class).newInstance("INT"),
                handler.getField("SIG_IGN").get(null));
    }

    /** Ends this JVM in order when standard input ends, that is when the parent is gone or lets go. */
    static void exitAtEndOfInput() {
        Thread watch = new Thread(
                () -> {
                    awaitEnd(System.in);
                    System.exit(0);
                },
                "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static void awaitEnd(InputStream in) {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // A pipe that breaks says the same as one that ends.
            System.err.println("lapidary broker: the parent's pipe broke: " + e.getMessage());
        }
    }
}
