package io.lapidary.shell.view;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Map;

import org.jline.terminal.impl.exec.ExecPty;
import org.jline.terminal.impl.exec.ExecTerminalProvider;
import org.jline.terminal.spi.SystemStream;

/**
 * What a stream of the process can show.
 *
 * @param terminal whether a person watches: lines may be drawn over
 * @param width columns
 * @param color whether colours are wanted and shown
 * @param unicode whether more than ASCII can be shown
 */
public record Screen(boolean terminal, int width, boolean color, boolean unicode) {
    /** No terminal: plain lines. */
    public static final Screen PLAIN = new Screen(false, 80, false, false);

    private static final int DEFAULT_WIDTH = 80;
    private static final int LEAST_WIDTH = 40;

    /**
     * Looks at a stream of this process. JLine's full terminal is not opened: it takes most of a second and asks the terminal
     * questions, which a command that only prints has no need of.
     *
     * @param environment NO_COLOR, TERM and COLUMNS are heeded
     */
    public static Screen detect(SystemStream stream, Map<String, String> environment) {
        var provider = new ExecTerminalProvider();
        boolean terminal = provider.isSystemStream(stream) && !"dumb".equals(environment.get("TERM"));
        boolean unicode = charset().newEncoder().canEncode('\u2588');
        boolean color = terminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Screen(terminal, terminal ? width(provider, stream, environment) : DEFAULT_WIDTH, color, unicode);
    }

    /** The encoding that the terminal speaks. */
    public static Charset charset() {
        return Charset.forName(
                System.getProperty("native.encoding", Charset.defaultCharset().name()));
    }

    private static int width(ExecTerminalProvider provider, SystemStream stream, Map<String, String> environment) {
        int columns = 0;
        try (var pty = ExecPty.current(provider, stream)) {
            columns = pty.getSize().getColumns();
        } catch (IOException e) {
            // Standard input is none of the terminal's, so that it cannot be asked: the shell's own word remains.
            columns = columns(environment);
        }
        return columns <= 0 ? DEFAULT_WIDTH : Math.max(LEAST_WIDTH, columns);
    }

    private static int columns(Map<String, String> environment) {
        String columns = environment.getOrDefault("COLUMNS", "");
        return columns.matches("\\d{1,4}") ? Integer.parseInt(columns) : 0;
    }
}
