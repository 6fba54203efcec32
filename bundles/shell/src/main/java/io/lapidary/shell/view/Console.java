package io.lapidary.shell.view;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.jline.terminal.spi.SystemStream;

import io.lapidary.shell.json.Json;

/** Where a command prints: results to the one stream, progress and complaints to the other. */
public final class Console {
    private final PrintStream out;
    private final PrintStream err;
    private final Screen outScreen;
    private final Screen errScreen;

    public Console(PrintStream out, Screen outScreen, PrintStream err, Screen errScreen) {
        this.out = out;
        this.outScreen = outScreen;
        this.err = err;
        this.errScreen = errScreen;
    }

    /** This process's own streams, in the terminal's encoding. */
    public static Console system(Map<String, String> environment) {
        return new Console(
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, Screen.charset()),
                Screen.detect(SystemStream.Output, environment),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, Screen.charset()),
                Screen.detect(SystemStream.Error, environment));
    }

    public PrintStream out() {
        return out;
    }

    public PrintStream err() {
        return err;
    }

    public Screen outScreen() {
        return outScreen;
    }

    public Screen errScreen() {
        return errScreen;
    }

    /** Prints one document, in UTF-8 whatever the terminal speaks. */
    public void json(Object document) {
        out.writeBytes((Json.write(document) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Progress for a person: a bar on a terminal, lines elsewhere. */
    public Progress progress() {
        return errScreen.terminal() ? new BarProgress(err, errScreen) : new LineProgress(err);
    }

    /** Progress beside a JSON document: for a person who watches, and for nobody else. */
    public Progress progressBesideJson() {
        return errScreen.terminal() ? new BarProgress(err, errScreen) : Progress.NONE;
    }
}
