package io.lapidary.shell.replay;

import java.io.PrintStream;

import io.lapidary.api.Digest;
import io.lapidary.events.ArtifactRecord;
import io.lapidary.shell.view.Amounts;
import io.lapidary.shell.view.Console;
import io.lapidary.shell.view.Paragraph;
import io.lapidary.shell.view.Screen;
import io.lapidary.shell.view.Style;
import io.lapidary.shell.view.TextTable;

/** A replay that came to a package, as a page for a person. */
public final class ReplayView {
    private static final String INDENT = "  ";

    private final PrintStream out;
    private final Screen screen;

    public ReplayView(Console console) {
        out = console.out();
        screen = console.outScreen();
    }

    public void print(Replay replay) {
        ArtifactRecord now = replay.replayed().orElseThrow();
        String how = replay.isEqual() ? Style.GOOD.on(screen, "EQUAL") : Style.BAD.on(screen, "DIFFERS");
        out.println(how + "  request " + now.getRequestId() + ", a replay of "
                + replay.recorded().getRequestId());
        var table = new TextTable("", "recorded", "now", "");
        for (StepComparison step : replay.steps()) {
            table.row(
                    step.recorded().getTechnique() + " " + step.recorded().getVersion(),
                    brief(step.recorded().getOutput()),
                    brief(step.replayed().getOutput()),
                    step.isEqual() ? "equal" : "differs");
        }
        table.row(
                "package",
                brief(replay.recorded().getArtifact().getSha256()),
                brief(now.getArtifact().getSha256()),
                replay.isEqual() ? "equal" : "differs");
        table.row(
                "bytes",
                Amounts.count(replay.recorded().getArtifact().getBytes()),
                Amounts.count(now.getArtifact().getBytes()),
                "");
        table.print(out, screen, INDENT);
        if (!replay.isEqual()) {
            line(ReplayReasons.first(replay));
        }
        ReplayReasons.changes(replay).forEach(this::line);
    }

    private void line(String text) {
        Paragraph.wrap(text, screen.width(), INDENT, INDENT).forEach(out::println);
    }

    private static String brief(String sha256) {
        return new Digest(sha256).brief();
    }
}
