package io.lapidary.shell.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

class ViewTest {
    private static final Screen NARROW = new Screen(true, 40, false, false);

    @Test
    void namesAmounts() {
        assertThat(Amounts.bytes(999)).isEqualTo("999 B");
        assertThat(Amounts.bytes(40_496)).isEqualTo("40.5 kB");
        assertThat(Amounts.bytes(999_999)).isEqualTo("1.00 MB");
        assertThat(Amounts.count(1_234_567)).isEqualTo("1,234,567");
        assertThat(Amounts.micros(282.4)).isEqualTo("282 us");
        assertThat(Amounts.micros(1667)).isEqualTo("1.67 ms");
        assertThat(Amounts.seconds(0.0123)).isEqualTo("12.3 ms");
        assertThat(Amounts.duration(3661)).isEqualTo("61 min 1 s");
        assertThat(Amounts.duration(7300)).isEqualTo("2 h 1 min");
        assertThat(Amounts.change(100, 57.9)).isEqualTo("-42.1 %");
        assertThat(Amounts.change(100, 100.01)).isEqualTo("same");
        assertThat(Amounts.change(10, 316)).isEqualTo("31.6 times");
        assertThat(Amounts.points(0.91, 0.9122)).isEqualTo("+0.22 pt");
        assertThat(Amounts.decibels(Double.POSITIVE_INFINITY)).isEqualTo("exact");
    }

    @Test
    void alignsColumnsAndKeepsWithinTheTerminal() {
        var table = new TextTable("name", ">bytes", "what");
        table.row("a", "5", "short");
        table.row("longer", "12,345", "a text that is wider than what is left on this line");
        assertThat(table.lines(Screen.PLAIN, "  "))
                .startsWith("  name     bytes  what", "  a            5  short")
                .last()
                .asString()
                .endsWith("on this line");
        assertThat(table.lines(NARROW, "  ")).allMatch(line -> line.length() <= 40);
        assertThat(table.lines(NARROW, "  ").get(2)).endsWith("...");
    }

    @Test
    void wrapsParagraphs() {
        assertThat(Paragraph.wrap("one two three four", 12, "- ", "  ")).containsExactly("- one two", "  three four");
        assertThat(Paragraph.wrap("averyverylongword x", 5, "- ", "  ")).containsExactly("- averyverylongword", "  x");
    }

    /** A tensor's name may hold anything; to look at a model is not to do what it says. */
    @Test
    void whatOthersNamedCommandsNoTerminal() {
        var table = new TextTable("name");
        table.row("conv\u001b]0;title\u0007\n\u009b2J");

        assertThat(table.lines(Screen.PLAIN, "")).containsExactly("name", "conv?]0;title???2J");
        assertThat(Paragraph.wrap("a conv\u001b[31m\nb", 40, "", "")).containsExactly("a conv?[31m b");
    }

    @Test
    void estimatesTheTimeLeft() {
        long second = 1_000_000_000L;
        var time = new TimeLeft(0);
        assertThat(time.seconds(5 * second)).isEmpty();
        time.fraction(0.25, 10 * second);
        assertThat(time.seconds(10 * second).getAsDouble()).isEqualTo(30);
        assertThat(time.seconds(14 * second).getAsDouble()).isEqualTo(26);
        assertThat(time.seconds(100 * second)).isEmpty();
    }

    @Test
    void drawsABarOverItself() {
        var bytes = new ByteArrayOutputStream();
        var progress = new BarProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8), NARROW);
        progress.phase("float16", 0.5, "CONV_2D");
        progress.line("done");
        progress.clear();
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo("\r\u001b[Kfloat16 [##########..........]  50 %  C\r\u001b[Kdone" + System.lineSeparator());
    }

    @Test
    void printsPlainLinesElsewhere() {
        var bytes = new ByteArrayOutputStream();
        var progress = new LineProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        progress.phase("float16", 0.5, "CONV_2D");
        progress.line("done");
        progress.clear();
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("done" + System.lineSeparator());
    }

    @Test
    void coloursOnlyWhereTheyAreShown() {
        assertThat(Style.GOOD.on(Screen.PLAIN, "x")).isEqualTo("x");
        assertThat(Style.GOOD.on(new Screen(true, 80, true, true), "x")).isEqualTo("\u001b[32mx\u001b[0m");
    }
}
