package io.lapidary.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The process of a node: {@code lapidary start}. One JVM is one node. */
public final class NodeMain {

    private static final int IN_ORDER = 0;
    private static final int FAILED = 1;
    private static final int WRONG_COMMAND_LINE = 2;
    private static final int OUT_OF_HEAP = 3;

    private NodeMain() {}

    public static void main(String[] args) {
        Thread.setDefaultUncaughtExceptionHandler(NodeMain::died);
        System.exit(run(options(List.of(args)), System.out, System.err));
    }

    /** The batch file of Windows cannot leave out the command itself. */
    private static List<String> options(List<String> words) {
        return !words.isEmpty() && words.get(0).equalsIgnoreCase("start") ? words.subList(1, words.size()) : words;
    }

    /**
     * Without heap, a thread of the platform itself may have gone, and a node that only looks alive is worse than none. What a
     * plugin's call runs out of is caught before.
     */
    private static void died(Thread thread, Throwable failure) {
        System.err.println("lapidary: the thread '" + thread.getName() + "' died.");
        failure.printStackTrace();
        if (failure instanceof OutOfMemoryError) {
            System.err.println("lapidary: the heap is too small; give more with LAPIDARY_JAVA_OPTS=-Xmx...");
            Runtime.getRuntime().halt(OUT_OF_HEAP);
        }
    }

    private static int run(List<String> words, PrintStream out, PrintStream err) {
        if (NodeArguments.asksForHelp(words)) {
            out.print(NodeArguments.USAGE);
            return IN_ORDER;
        }
        try {
            NodeOptions options = new NodeArguments(home(), System.getenv(), userHome()).parse(words);
            DataFolder data = DataFolder.take(options.data());
            if (options.followParent()) {
                exitAtEndOf(System.in, err);
            }
            return runNode(new Node(options, data, out), err);
        } catch (UsageException e) {
            err.println("lapidary: " + e.getMessage());
            return WRONG_COMMAND_LINE;
        } catch (NodeException e) {
            err.println("lapidary: " + e.getMessage());
            return FAILED;
        }
    }

    /**
     * Runs the node to its end. Whatever ends it, SIGTERM or an error, the shutdown hook stops it; the hook also sets
     * the exit code, since a JVM that ends by a signal would tell 143, and says last what failed, behind what the log
     * tells of the stop.
     */
    private static int runNode(Node node, PrintStream err) {
        AtomicReference<Optional<String>> failed = new AtomicReference<>(Optional.empty());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(node, failed, err), "node-stop"));
        try {
            node.start();
            node.awaitEnd();
        } catch (NodeException e) {
            if (!node.isStopping()) {
                failed.set(Optional.of(e.getMessage()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return failed.get().isPresent() ? FAILED : IN_ORDER;
    }

    /** Ends this JVM in order when the pipe from its parent does, also when the parent was killed. */
    private static void exitAtEndOf(InputStream fromParent, PrintStream err) {
        Thread watch = new Thread(
                () -> {
                    try {
                        fromParent.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        err.println("lapidary: the pipe from the parent broke: " + e.getMessage());
                    }
                    System.exit(IN_ORDER);
                },
                "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static void end(Node node, AtomicReference<Optional<String>> failed, PrintStream err) {
        boolean inOrder = true;
        try {
            node.stop();
        } catch (NodeException e) {
            err.println("lapidary: " + e.getMessage());
            inOrder = false;
        } catch (InterruptedException e) {
            inOrder = false;
        }
        failed.get().ifPresent(reason -> err.println("lapidary: " + reason));
        Runtime.getRuntime().halt(inOrder && failed.get().isEmpty() ? IN_ORDER : FAILED);
    }

    private static Path home() throws NodeException {
        String home = System.getProperty("lapidary.home", "");
        if (home.isEmpty()) {
            throw new NodeException("The property lapidary.home is not set: start the node with bin/lapidary start.");
        }
        return Path.of(home);
    }

    /** What a shell calls {@code ~}; Java's own idea of it passes over the variable. */
    private static Path userHome() {
        String named = System.getenv().getOrDefault("HOME", "");
        return Path.of(named.isBlank() ? System.getProperty("user.home") : named);
    }
}
